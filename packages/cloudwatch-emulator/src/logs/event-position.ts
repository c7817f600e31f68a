/**
 * Where an event stands: in the order of timestamps, and of arrival among equal ones. Arrival counts from 1 over all groups, so a
 * position names one event, and positions between events (arrival 0, or one less than an event's) name places between them.
 */
export interface EventPosition {
  timestamp: number;
  arrival: number;
}

/** Negative when a stands before b. */
export function comparePositions(a: EventPosition, b: EventPosition): number {
  return a.timestamp - b.timestamp || a.arrival - b.arrival;
}

const timestampDigits = 20;
const arrivalDigits = 36;

/** 56 digits, as AWS's event ids have; they sort as the events do. */
export function eventId({ timestamp, arrival }: EventPosition): string {
  return `${timestamp}`.padStart(timestampDigits, "0") + `${arrival}`.padStart(arrivalDigits, "0");
}

/** The reverse of `eventId`, or undefined for a text that is none. */
export function parseEventId(text: string): EventPosition | undefined {
  return /^\d{56}$/.test(text)
    ? { timestamp: Number(text.slice(0, timestampDigits)), arrival: Number(text.slice(timestampDigits)) }
    : undefined;
}
