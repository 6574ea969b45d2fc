using Axle.Identity;
using Axle.Identity.Access;
using Axle.Identity.Enrolment;
using Axle.Identity.Entrance;
using Axle.Identity.Guessing;
using Axle.Identity.Keys;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Identity.Keys;
using Axle.Server.Identity.Oidc;
using Axle.Server.Identity.Passkeys;
using Axle.Server.Identity.Protection;
using Axle.Server.Identity.Sessions;
using Axle.Server.Identity.Setup;
using Axle.Server.Identity.Tenants;
using Axle.Server.Identity.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Identity;

/// <summary>Identity put together: what stands before every endpoint, and the endpoints of its own.</summary>
internal sealed class IdentitySurface : IDisposable
{
    private readonly PasswordGate _gate = new();
    private readonly RequestRates _rates;
    private readonly OidcProvider? _provider;
    private readonly PasskeyDesk _passkeys;
    private readonly AccessGuard _guard;
    private readonly AuditTrail _trail;
    private readonly IReadOnlyList<Action<IEndpointRouteBuilder>> _endpoints;

    /// <summary>Puts it together.</summary>
    /// <param name="store">What is known.</param>
    /// <param name="options">How long things stand.</param>
    /// <param name="rates">How much one caller may ask.</param>
    /// <param name="time">The clock.</param>
    /// <param name="oidc">A provider that people may sign in with; null for none.</param>
    /// <param name="setupToken">The token for the first user; null for one that nobody guesses.</param>
    public IdentitySurface(
        IIdentityStore store, IdentityOptions options, RateOptions rates, TimeProvider time, OidcOptions? oidc = null, string? setupToken = null)
    {
        var barrier = new GuessBarrier(time);
        var (sessions, keys, token) = (new SessionBook(store, options, time), new ApiKeyBook(store, options, time), new SetupToken(setupToken));
        var desk = new AccessDesk(store, sessions, keys);
        var enrolment = new EnrolmentDesk(store, _gate, barrier, options, time);
        var entrance = new PasswordEntrance(store, sessions, barrier, _gate, time);
        var proof = new FreshProof(store, entrance);
        _passkeys = new PasskeyDesk(store, time);
        var (door, rights) = (new SessionDoor(store, sessions, desk), new UserRights(store));
        SetupToken = token.Text;
        _rates = new RequestRates(rates);
        _guard = new AccessGuard(desk, store, _rates);
        _trail = new AuditTrail(store, time);
        oidc?.Validate();
        _provider = oidc is null ? null : new OidcProvider(oidc, time);
        _endpoints =
        [
            new SetupEndpoints(store, enrolment, token, door, oidc?.Name).Map,
            new SessionEndpoints(store, entrance, proof, _gate, door).Map,
            new PasskeyEndpoints(store, _passkeys, proof, door, barrier).Map,
            new UserEndpoints(store, enrolment, rights, time).Map,
            new UserSessionEndpoints(store, sessions, rights).Map,
            new KeyEndpoints(store, keys, time).Map,
            new TenantEndpoints(store, time).Map,
            new AuditEndpoints(store).Map,
        ];
        if (_provider is not null)
            _endpoints = [.. _endpoints, new OidcEndpoints(oidc!, _provider, new OidcSignIns(time), store, door, time).Map];
    }

    /// <summary>What the server prints as long as it has no owner: <c>/setup?token=…</c>.</summary>
    public string SetupToken { get; }

    /// <summary>Stands before every endpoint. Goes behind what turns exceptions into answers, and behind routing.</summary>
    public void Guard(IApplicationBuilder app)
    {
        app.Use(next => http => _trail.AnswerAsync(http, next));
        app.Use(next => http => _guard.AnswerAsync(http, next));
    }

    /// <summary>Adds its endpoints.</summary>
    /// <param name="api">The group at <c>/api/v1</c>.</param>
    public void Map(IEndpointRouteBuilder api)
    {
        foreach (var map in _endpoints)
            map(api);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider?.Dispose();
        _passkeys.Dispose();
        _rates.Dispose();
        _gate.Dispose();
    }
}
