/** The claims that usuarios puts into an access token and the router insists on. */
export const ACCESS_TOKEN_ALGORITHM = 'EdDSA';
export const ACCESS_TOKEN_ISSUER = 'electroplus';
export const ACCESS_TOKEN_AUDIENCE = 'electroplus-graph';
/** A token counts for so long after it was signed. */
export const ACCESS_TOKEN_LIFETIME_SECONDS = 600;
