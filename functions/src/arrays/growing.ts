/** Numbers pushed one at a time onto a typed array, whose room doubles when it is full. */
export interface Growing<T> {
  push(value: number): void;
  readonly length: number;
  /** The numbers so far, of their exact length: a copy. */
  take(): T;
  /** The numbers so far, where they lie: to be read before the next push. */
  view(): T;
}

type Numbers =
  Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

const FIRST_CAPACITY = 1024;

function growing<T extends Numbers>(make: (length: number) => T): Growing<T> {
  let array = make(FIRST_CAPACITY);
  let length = 0;
  return {
    push(value) {
      if (length === array.length) {
        const larger = make(length * 2);
        larger.set(array);
        array = larger;
      }
      array[length++] = value;
    },
    get length() {
      return length;
    },
    take: () => array.slice(0, length) as T,
    view: () => array.subarray(0, length) as T,
  };
}

export const growingU8 = () => growing((length) => new Uint8Array(length));
export const growingU16 = () => growing((length) => new Uint16Array(length));
export const growingI16 = () => growing((length) => new Int16Array(length));
export const growingU32 = () => growing((length) => new Uint32Array(length));
