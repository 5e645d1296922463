import { expect, test } from '@jest/globals';
import { loadPasswordCheck } from './password-rules.ts';

const checkPassword = await loadPasswordCheck(false);
const isRefused = (password: string) => {
  return checkPassword(password, 'password', 'ana.torres@shop.test').length > 0;
};

test.each(['correct-horse-battery', 'Ñandú azul 9', 'x7!kQ2zz', '🔌🔋💡🔦📻📺💾📷'])(
  '%j is a good password',
  (password) => {
    expect(isRefused(password)).toBe(false);
  },
);

test.each([
  ['seven characters', 'x7!kQ2z'],
  ['four characters of two units each', '🔌🔋💡🔦'],
  ['129 characters', 'x7!kQ2zz-'.repeat(15).slice(0, 129)],
  ['the most used word', 'password'],
  ['what follows it everywhere', 'Password123!'],
  ['another form of the same letters', 'ｐａｓｓｗｏｒｄ'],
  ['a word of the shop', 'ElectroPlus2026'],
  ['a sequence', '12345678'],
  ['a sequence backwards', '87654321'],
  ['a row of the keyboard', 'qwertyuiop'],
  ['one character', 'aaaaaaaa'],
  ['a short piece again and again', 'abc1abc1abc1'],
  ['a word of the language and a year', 'Biblioteca2026'],
  ['a word that ends in an accent, and a year', 'Mamá20262026'],
  ['a name and digits', 'Guadalupe77!'],
  ['the e-mail', 'ANA.torres@shop.test'],
  ['the name in the e-mail', 'ana.torres'],
])('%s is refused: %j', (_, password) => {
  expect(isRefused(password)).toBe(true);
});

/** These were refused before there were dictionaries. */
const ALWAYS_REFUSED = `
  00000000 0987654321 10203040 102030405060 11111111 11223344 112233445566 12121212 123123123
  123321123 12341234 12344321 1234567890 123456abc 123456qwerty 12345abc 1234abcd 123654789
  123abc123 123qwe123 123qweasd 135792468 147258369 159357159 159753456 19971997 19981998 19991999
  1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qazxsw2 20002000 20242024 20252025 20262026 246813579 31415926
  55555555 66666666 741852963 77777777 789456123 88888888 963852741 987654321 9876543210 99999999
  a1234567 a12345678 a1b2c3d4 aa123456 abc12345 abc123456 abcd1234 abcdef123 abcdefg1 abcdefgh
  access14 admin admin123 admin1234 admin12345 adminadmin administrador administrador1
  administrator alejandra alejandro alexander alexandra alianza1 alianzalima almacen almacen1
  almacen123 amorcito angelica angelito arribaperu arsenal1 asd123asd asdf1234 asdfghjk asdfghjkl
  barcelona barcelona1 baseball baseball1 basketball batman123 bienvenida bienvenido bienvenido1
  bienvenidos blink182 bonita123 buenosdias butterfly butterfly1 cajero123 cambiame cambiame1
  carolina changeme changeme1 changeme123 charlie charlie1 cheese123 chelsea1 chevrolet chicken1
  chocolate chocolate1 christian christina clave clave123 cliente computer computer1 contrasena
  contraseña contraseña1 cookie123 corazon1 corazones corvette cristal1 cristian cristina
  cristo123 default1 demo demo1234 demodemo diciembre diosesamor diosmio1 diosteama dragon
  dragon123 electro123 electroplus electroplus1 electroplus123 electroplus2024 electroplus2025
  electroplus2026 enero2025 enero2026 estrella estrella1 facebook facebook1 febrero1 fernanda
  fernando ferrari1 flower123 football football1 fortnite1 francisca francisco freedom1 freefire
  freefire1 gabriel1 gabriela ginger123 google123 guest1234 guillermo harley123 hello hello123
  helloworld hermosa1 hola hola1234 hola12345 holahola holamundo hyundai1 iloveyou iloveyou1
  iloveyou2 internet internet1 inventario invierno invitado jasmine1 jennifer jennifer1 jessica1
  jesus123 jesuscristo jesusteama jonathan jordan jordan23 josemaria juancarlos kawasaki killer123
  letmein letmein1 letmein123 lima lima2024 lima2025 lima2026 linkedin linkedin1 liverpool
  liverpool1 luismiguel manchester margarita mariajose mariposa mariposa1 master master123
  masterkey matrix123 mercedes miamor123 michael michael1 michelle michelle1 miclave1 miclave123
  microsoft minecraft minecraft1 mividaloca monkey monkey123 mustang1 nintendo noviembre otoño2025
  p@ssw0rd p@ssword passw0rd password password1 password12 password123 password1234 passwort
  patricia pepper123 peru peru2024 peru2025 peru2026 peruperu playstation pokemon1 pokemon123
  porsche1 preciosa primavera princesa princesa1 princess princess1 prueba prueba123 prueba1234
  q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qwe123456 qweasdzxc qwerty qwerty12 qwerty123 qwerty1234
  qwertyui qwertyuiop realmadrid realmadrid1 roblox123 rockyou1 root1234 rootroot samsung1
  samsung123 santiago sebastian secreto secreto1 secreto123 septiembre shadow shadow123 spiderman
  sportingcristal starwars starwars1 summer2024 summer2025 summer2026 sunshine sunshine1 superman
  superman1 superstar superstar1 teamo teamo123 teamomucho temporal temporal1 temporal123 tequiero
  tequiero1 test test1234 testing1 testtest tienda tienda123 tiendaperu toor1234 toyota123
  trustno1 universitario usuario usuario1 usuario123 valentin valentina vendedor vendedor1
  vendedor123 ventas123 verano2024 verano2025 verano2026 veronica vivaperu volkswagen welcome
  welcome1 welcome123 welcome2024 whatever whatever1 whatsapp windows1 winter2024 winter2025
  winter2026 yamaha123 zaq12wsx zaq1zaq1 zxcvbnm1 zxcvbnm123
`;

test('what was refused once stays refused, as it is and with digits behind it', () => {
  const words = ALWAYS_REFUSED.trim().split(/\s+/);
  const tried = words.flatMap((word) => [word, ...(/[a-z]$/.test(word) ? [`${word}2026!`] : [])]);
  const accepted = tried.filter((password) => !isRefused(password));

  expect(words).toHaveLength(367);
  expect(accepted).toEqual([]);
});

test.each(['electroplus-demo', 'Electroplus-Demo', 'ELECTROPLUS-DEMO', 'electroplus-demo2026!'])(
  'production refuses the password of the demo (%s), which development takes',
  async (password) => {
    const [inProduction, inDevelopment] = await Promise.all(
      [true, false].map((refusesDemo) => loadPasswordCheck(refusesDemo)),
    );
    expect(inProduction!(password, 'password', 'ana@shop.test')).toMatchObject([
      { code: 'WEAK_PASSWORD' },
    ]);
    expect(inDevelopment!(password, 'password', 'ana@shop.test')).toEqual([]);
  },
);
