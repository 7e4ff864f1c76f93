import type { Settlement } from '@kagura/core';

export function journalLine(settlement: Settlement): string {
  return `${JSON.stringify(settlement)}\n`;
}

/** Leaves out lines that were cut off when the process died or the disk was full. */
export function readJournal(text: string): Settlement[] {
  return text.split('\n').flatMap((line) => parse(line) ?? []);
}

function parse(line: string): Settlement | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isSettlement(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSettlement(value: unknown): value is Settlement {
  if (typeof value !== 'object' || value === null) return false;
  const { callId, amountNanoUsd, charges } = value as Partial<Settlement>;
  return typeof callId === 'string' && Number.isSafeInteger(amountNanoUsd) && Array.isArray(charges);
}
