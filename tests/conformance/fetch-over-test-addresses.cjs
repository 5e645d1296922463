// Takes the place of the HTTP client that Apollo's compiled tests load. They know the gateway under
// one fixed address; here it has a port of its own.
const GATEWAY = 'http://localhost:4000/';

module.exports = (url, options) => fetch(url === GATEWAY ? process.env.GATEWAY_URL : url, options);
