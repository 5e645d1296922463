import { expect, test } from '@jest/globals';
import { createForwardingAlarm } from './forwarding-alarm.ts';

test('a thousand forged headers are one line of the log', () => {
  const lines: unknown[] = [];
  const alarm = createForwardingAlarm({
    error: (event, fields) => void lines.push([event, fields]),
  });
  for (let times = 0; times < 1_000; times++) alarm(`10.0.${times % 250}.1`);

  expect(lines).toEqual([['forwarding.alarm', { peerAddress: '10.0.0.1' }]]);
});
