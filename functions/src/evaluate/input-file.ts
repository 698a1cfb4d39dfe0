import { CatalogueError } from '../catalogue/catalogue-error.ts';

/** A file of judgements or plays cannot be used. */
export class InputFileError extends Error {
  override name = 'InputFileError';

  /**
   * @param what the file holds, in the plural
   * @param problem names the file, and the line where there is one; without a full stop
   */
  constructor(what: string, problem: string, options?: ErrorOptions) {
    super(`The ${what} cannot be used: ${problem}.`, options);
  }
}

/** Reads a file with the catalogue's line reader and rewords its errors for this file. */
export async function inputFile<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error;
    throw new InputFileError(what, error.message, { cause: error });
  }
}
