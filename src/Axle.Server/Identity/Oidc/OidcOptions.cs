using Axle.Identity.Access;

namespace Axle.Server.Identity.Oidc;

/// <summary>A provider of OpenID Connect that people may sign in with.</summary>
public sealed record OidcOptions
{
    /// <summary>Address of the provider, exactly as its tokens name it: <c>https://login.example.org/realms/staff</c>.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>The id under which this server is registered there. The address to come back to is <c>/api/v1/session/oidc/callback</c>.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret that belongs to it; null for a public client, which PKCE protects alone.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What people call it: the text of a button.</summary>
    public string Name { get; init; } = "Company account";

    /// <summary>The address of this server as browsers know it; null takes the one that a request names.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The tenant that people join who sign in for the first time; null lets in only those who are known.</summary>
    public string? JoinTenant { get; init; }

    /// <summary>What they are there.</summary>
    public Role JoinRole { get; init; } = Role.Viewer;

    /// <summary>Refuses what would be unsafe.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>.</exception>
    public void Validate()
    {
        if (Issuer.Scheme != Uri.UriSchemeHttps && !Issuer.IsLoopback)
            throw new AxleException(ErrorKind.Validation, $"The issuer {Issuer} must be an https address: what it says decides who gets in.");
        if (ClientId.Length == 0)
            throw new AxleException(ErrorKind.Validation, "OpenID Connect needs the client id under which this server is registered.");
    }
}
