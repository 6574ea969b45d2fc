using System.Text.Json;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Secrets;
using Axle.Identity.Users;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Protection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Axle.Server.Identity.Passkeys;

/// <summary>
/// The two ceremonies of WebAuthn level 3: adding a passkey, and signing in with one. ASP.NET checks challenge, origin, signature, counter and that the
/// device has seen its owner; this keeps what belongs to a ceremony for five minutes and once.
/// </summary>
internal sealed class PasskeyDesk : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly IIdentityStore _store;
    private readonly TimeProvider _time;
    private readonly UserManager<User> _users;
    private readonly PasskeyHandler<User> _handler;

    /// <summary>Anybody may begin to sign in, only who is signed in to add: who fills the one table leaves room in the other.</summary>
    private readonly OnceOnly<Ceremony> _signingIn;
    private readonly OnceOnly<Ceremony> _adding;

    /// <param name="store">What is known.</param>
    /// <param name="time">The clock.</param>
    public PasskeyDesk(IIdentityStore store, TimeProvider time)
    {
        (_store, _time) = (store, time);
        _users = new UserManager<User>(
            new PasskeyUsers(store), Options.Create(new IdentityOptions()), new PasswordHasher<User>(), [], [], new UpperInvariantLookupNormalizer(),
            new IdentityErrorDescriber(), services: null!, NullLogger<UserManager<User>>.Instance);
        _handler = new PasskeyHandler<User>(_users, Options.Create(new IdentityPasskeyOptions
        {
            // The device has to see its owner: else it would be one factor and not two.
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AuthenticatorTimeout = Patience,
        }));
        (_signingIn, _adding) = (new OnceOnly<Ceremony>(time, Patience), new OnceOnly<Ceremony>(time, Patience));
    }

    /// <summary>Begins to add a passkey of somebody who has proven who they are.</summary>
    public async Task<CeremonyItem> BeginAddingAsync(HttpContext http, User user)
    {
        var made = await _handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.Name, DisplayName = user.Name }, http);
        return Begun(_adding, new Ceremony(user.Id, made.AttestationState), user.Id, made.CreationOptionsJson);
    }

    /// <summary>Adds what the device made.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it does not fit what was asked for, or the user has too many.</exception>
    public async Task<Passkey> AddAsync(HttpContext http, string user, PasskeyRequest body, CancellationToken cancellationToken)
    {
        var name = body.Name?.Trim() is { Length: > 0 and <= 100 } given ? given : "Passkey";
        var credential = CredentialOf(body.Credential);
        if (_adding.Take(body.Ceremony) is not { } begun || begun.User != user)
            throw Stale();
        var made = await _handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = begun.State });
        if (!made.Succeeded)
            throw new AxleException(ErrorKind.Validation, $"This passkey cannot be added: {made.Failure.Message} Begin again on the device that shall hold it.");
        var passkey = new Passkey(made.Passkey.CredentialId, user, name, made.Passkey.PublicKey, _time.GetUtcNow())
        {
            SignCount = made.Passkey.SignCount,
            IsBackupEligible = made.Passkey.IsBackupEligible,
            IsBackedUp = made.Passkey.IsBackedUp,
        };
        return await _store.AddPasskeyAsync(passkey, cancellationToken)
            ? passkey
            : throw new AxleException(ErrorKind.Validation, $"This passkey is there already, or you have {Passkey.Most}, the most there may be. Remove one first.");
    }

    /// <summary>Begins to sign somebody in, nobody knows whom yet.</summary>
    public async Task<CeremonyItem> BeginSigningInAsync(HttpContext http)
    {
        var made = await _handler.MakeRequestOptionsAsync(user: null, http);
        return Begun(_signingIn, new Ceremony(null, made.AssertionState), Network.Of(http), made.RequestOptionsJson);
    }

    /// <summary>Finds out who it is.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: nobody has this passkey, or it was not made for this.</exception>
    public async Task<User> SignInAsync(HttpContext http, PasskeyRequest body, CancellationToken cancellationToken)
    {
        var credential = CredentialOf(body.Credential);
        if (_signingIn.Take(body.Ceremony) is not { } begun)
            throw Stale();
        var made = await _handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = begun.State });
        if (!made.Succeeded || made.User.IsDisabled || await _store.FindPasskeyAsync(made.Passkey.CredentialId, cancellationToken) is not { } passkey)
            throw new AxleException(ErrorKind.Authentication, "This passkey lets nobody in here. Sign in with password and code.");
        await _store.UsePasskeyAsync(
            passkey with { SignCount = made.Passkey.SignCount, IsBackedUp = made.Passkey.IsBackedUp, UsedAt = _time.GetUtcNow() }, cancellationToken);
        return made.User;
    }

    /// <inheritdoc/>
    public void Dispose() => _users.Dispose();

    private static CeremonyItem Begun(OnceOnly<Ceremony> table, Ceremony ceremony, string from, string options)
    {
        var name = SecretText.New();
        table.Keep(name, ceremony, from);
        return new CeremonyItem(name, JsonElement.Parse(options));
    }

    private static string CredentialOf(JsonElement? credential) => credential is { ValueKind: JsonValueKind.Object } given
        ? given.GetRawText()
        : throw new AxleException(ErrorKind.Validation, "'credential' is missing: what the browser answered, as JSON.");

    private static AxleException Stale() =>
        new(ErrorKind.Authentication, "This was not begun here, is used, or took longer than five minutes. Begin it again.");

    private sealed record Ceremony(string? User, string? State);
}

/// <summary>A ceremony that has begun.</summary>
/// <param name="Ceremony">Its name, for the second request; good once, for five minutes.</param>
/// <param name="Options">What the browser is asked: <c>PublicKeyCredential.parse…OptionsFromJSON</c> reads it.</param>
public sealed record CeremonyItem(string Ceremony, JsonElement Options);

/// <summary>What a device answered.</summary>
/// <param name="Ceremony">The name of the ceremony.</param>
/// <param name="Credential">The credential, as <c>toJSON()</c> of the browser writes it.</param>
/// <param name="Name">What its owner calls it, 1 to 100 characters; only for a new one.</param>
public sealed record PasskeyRequest(string? Ceremony, JsonElement? Credential, string? Name = null);
