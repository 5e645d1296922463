import { readEnvironment } from '../../common/process/config/environment.ts';
import { serviceVariables } from '../../common/process/config/service-variables.ts';

/** The variables that ventas reads from its environment. */
export function readConfig() {
  return readEnvironment(serviceVariables('ventas'), process.env);
}
