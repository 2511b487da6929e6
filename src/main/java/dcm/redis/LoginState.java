package dcm.redis;

/**
 * A login under way: what we must remember while the browser is at Discord.
 *
 * @param verifier PKCE's code verifier (RFC 7636)
 * @param returnPath where the browser goes afterwards
 * @param browser hash of the cookie that this browser got with the state: only it may come back
 */
public record LoginState(String verifier, String returnPath, String browser) {}
