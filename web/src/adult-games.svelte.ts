/** Whether the visitor wants to see adult games. The browser keeps the answer; at first it is no. */
export interface AdultGames {
  /** As the API's parameter: `include`, or undefined where they are left out. */
  readonly wanted: 'include' | undefined;
  /** Whether the visitor has ever answered, here or at the switch. */
  readonly decided: boolean;
  decide(show: boolean): void;
}

const KEY = 'playkin.adult-games';

/** @param storage throws in a browser that is told to keep nothing */
export function createAdultGames(storage: () => Pick<Storage, 'getItem' | 'setItem'>): AdultGames {
  let answer = $state(read(storage));
  return {
    get wanted() {
      return answer === 'include' ? answer : undefined;
    },
    get decided() {
      return answer !== undefined;
    },
    decide(show) {
      answer = show ? 'include' : 'leave-out';
      try {
        storage().setItem(KEY, answer);
      } catch {
        // The answer holds until the page is closed.
      }
    },
  };
}

function read(storage: () => Pick<Storage, 'getItem'>): string | undefined {
  try {
    return storage().getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
