import { type ParseArgsConfig, parseArgs } from 'node:util';
import { OperatorError } from './operator-error.ts';

/**
 * Reads the arguments of a command; without a configuration it takes none.
 * @param usage the call as people type it, below the sentence that says what is wrong
 * @throws OperatorError when an argument is not one of the command's
 */
export function readArguments<const Config extends ParseArgsConfig>(
  usage: string,
  config?: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new OperatorError(`${firstSentence(error)}\nUsage: ${usage}`);
  }
}

/** The sentences after it advise people who write an option's name as an argument on purpose. */
function firstSentence(error: unknown): string {
  const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\.\s|\n/);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
