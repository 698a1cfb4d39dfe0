/**
 * An element that the caller knows to be there; the type of an indexed access cannot say so. Loops over hundreds of
 * thousands of elements write `array[i] ?? 0` themselves: one function that reads every type of array cannot be
 * compiled for any of them, and is several times slower.
 */
export const at = (array: ArrayLike<number>, index: number): number => array[index] ?? 0;
