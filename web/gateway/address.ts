const SAME_ORIGIN = '/graphql';

/** The gateway's address: this page's own origin, unless the build names another one. */
export const GATEWAY_URL: string = import.meta.env.VITE_API_GATEWAY_URL || SAME_ORIGIN;
