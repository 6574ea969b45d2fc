using Axle.Tools.Mcp.Settings;
using ModelContextProtocol.Authentication;

namespace Axle.Tools.Mcp.SignIn;

/// <summary>How <c>ax</c> signs in at servers with an address: by OAuth 2.1, with an authorization code, PKCE and a page of this machine that is redirected to.</summary>
public static class McpSignIn
{
    private static readonly Uri Nowhere = new("http://127.0.0.1/callback");

    /// <summary>For work: the tokens that a person was given before. They are renewed as long as the server allows.</summary>
    /// <param name="homeDirectory">The user's home directory; null for none.</param>
    /// <param name="server">The server.</param>
    /// <returns>Null where nobody signed in: the server is asked without, or with the headers of its settings.</returns>
    public static ClientOAuthOptions? Kept(string? homeDirectory, McpServerSettings server)
    {
        ArgumentNullException.ThrowIfNull(server);
        if (homeDirectory is null || server.Url is null || new McpTokenFile(homeDirectory, server.Url) is not { Exists: true } tokens)
            return null;
        return Options(Nowhere, tokens, (_, _) => throw new AxleException(
            ErrorKind.Authentication, $"MCP server '{server.Name}' asks a person to sign in again: ax mcp login {server.Name}"));
    }

    /// <summary>For a person who signs in now.</summary>
    /// <param name="homeDirectory">The user's home directory, in which the tokens are kept.</param>
    /// <param name="server">The server.</param>
    /// <param name="page">Waits for the answer.</param>
    /// <param name="show">Shows the person the address at which to sign in.</param>
    public static ClientOAuthOptions Interactive(string homeDirectory, McpServerSettings server, SignInPage page, Action<Uri> show)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(show);
        return Options(page.Address, new McpTokenFile(homeDirectory, server.Url!), async (asked, stop) =>
        {
            show(asked.AuthorizationUri);
            return await page.AnswerAsync(stop);
        });
    }

    private static ClientOAuthOptions Options(
        Uri redirect, McpTokenFile tokens, Func<AuthorizationCallbackContext, CancellationToken, Task<AuthorizationResult?>> ask) => new()
        {
            RedirectUri = redirect,
            TokenCache = tokens,
            AuthorizationCallbackHandler = ask,
            DynamicClientRegistration = new DynamicClientRegistrationOptions { ClientName = "Axle" },
        };
}
