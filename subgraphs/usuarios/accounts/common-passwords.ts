/** Passwords that dictionaries do not have: words of this shop, of Peru and of these years. */
const LOCAL_PASSWORDS = `
  159357159 abcdefgh adminadmin alianzalima arribaperu buenosdias cambiame demodemo diosesamor
  diosmio diosteama electroplus fortnite freefire holamundo jesuscristo jesusteama josemaria
  linkedin luismiguel mariajose miclave mividaloca p@ssword peruperu roblox rockyou rootroot
  sportingcristal teamomucho tiendaperu toor vivaperu
`;
/** Shorter words are too few guesses less to be told from any other beginning. */
const MIN_WORD_CHARACTERS = 4;

let loading: Promise<ReadonlySet<string>> | undefined;

/**
 * The first guesses, in lower case: the most used passwords of leaked lists, and the words and
 * names of Spanish, to which people add digits. Loaded when somebody first chooses a password: it
 * takes 13 MB and a moment, which a process that only signs people in does not need.
 */
export function loadCommonPasswords(): Promise<ReadonlySet<string>> {
  loading ??= readDictionaries();
  return loading;
}

async function readDictionaries(): Promise<ReadonlySet<string>> {
  const [international, spanish] = await Promise.all([
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-es-es'),
  ]);
  const words = new Set(LOCAL_PASSWORDS.trim().split(/\s+/));
  const lists = [
    international.dictionary['passwords-common'],
    ...Object.values(spanish.dictionary),
  ];
  for (const list of lists) {
    for (const word of list) {
      if (word.length >= MIN_WORD_CHARACTERS) words.add(word);
    }
  }
  return words;
}
