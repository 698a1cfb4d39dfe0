/** English articles that a title may begin with and that people leave out. */
export const ARTICLES: readonly string[] = ['the', 'a', 'an'];

export const isArticle = (word: string): boolean => ARTICLES.includes(word);
