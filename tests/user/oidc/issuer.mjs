// An issuer of OpenID Connect on loopback: node issuer.mjs '{"port": …, "clients": […], "keys": [JWK, …]}'. Who signs in there with
// any password is the user of that address; names that begin with "unverified" have no verified one.
import Provider from "oidc-provider";

const { port, clients, keys } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const provider = new Provider(issuer, {
  clients,
  jwks: { keys },
  claims: { openid: ["sub"], email: ["email", "email_verified"] },
  conformIdTokenClaims: !process.argv.includes("--claims-in-token"),
  cookies: { keys: ["for tests only"] },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "PS256", "HS256"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified") }),
  }),
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
