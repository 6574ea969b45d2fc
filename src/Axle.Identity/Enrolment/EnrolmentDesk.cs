using Axle.Identity.Access;
using Axle.Identity.Guessing;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.SecondFactor;
using Axle.Identity.Secrets;
using Axle.Identity.Tenants;
using Axle.Identity.Users;

namespace Axle.Identity.Enrolment;

/// <summary>
/// Makes somebody a user: the first one as owner of the server, others by invitation. It takes two steps: choose a password and be shown the secrets,
/// then prove with a code that the app has them. Between the two it is remembered here, for 15 minutes, and nothing is stored.
/// </summary>
/// <param name="store">What is known.</param>
/// <param name="gate">Makes the hash of the password.</param>
/// <param name="barrier">Makes guessing codes and invitations slow.</param>
/// <param name="options">How long invitations stand.</param>
/// <param name="time">The clock.</param>
public sealed class EnrolmentDesk(IIdentityStore store, PasswordGate gate, GuessBarrier barrier, IdentityOptions options, TimeProvider time)
{
    private const int MostPending = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly GuessLimit Limit = new(Free: 5, TimeSpan.FromMinutes(5));
    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>First step of the owner.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>: there is an owner. <see cref="ErrorKind.Validation"/>: name or password.</exception>
    public async ValueTask<EnrolmentSecrets> BeginOwnerAsync(string? name, string? email, string? password, CancellationToken cancellationToken)
    {
        if (await store.HasUsersAsync(cancellationToken))
            throw IsSetUp();
        var user = new User(SecretText.NewId("usr_"), UserName.Check(name)) { Email = UserName.CheckEmail(email), IsOwner = true, CreatedAt = time.GetUtcNow() };
        return await RememberAsync("owner:" + user.Name, user, password, cancellationToken);
    }

    /// <summary>Second step of the owner: it and the first tenant are there afterwards.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: wrong code. <see cref="ErrorKind.Refused"/>: somebody was first.</exception>
    public async ValueTask<User> ConfirmOwnerAsync(string? name, string? code, CancellationToken cancellationToken)
    {
        if (await store.HasUsersAsync(cancellationToken))
            throw IsSetUp();
        var (user, step, hashes) = Prove("owner:" + UserName.Key(name ?? ""), code);
        // First, so that a process that dies here leaves a server without an owner, who begins again, and never an owner who has no tenant.
        await store.AddTenantAsync(new Tenant(Scope.DefaultTenant, "Default", time.GetUtcNow()), cancellationToken);
        if (!await store.AddUserAsync(user, onlyAsFirst: true, cancellationToken))
            throw IsSetUp();
        await store.SetRoleAsync(new Member(Scope.DefaultTenant, user.Id, Role.Admin), cancellationToken);
        return await KeepAsync(user, step, hashes, cancellationToken);
    }

    /// <summary>Invites somebody new, or anew somebody who lost the password or the app; what they had lets nobody in any more.</summary>
    /// <returns>The invitation, to be handed over; it is shown once.</returns>
    public async ValueTask<string> InviteAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var invitation = SecretText.New("axinv_");
        var invited = user with
        {
            PasswordHash = null,
            TotpSecret = null,
            InvitationHash = SecretText.Hash(invitation),
            InvitationEndsAt = time.GetUtcNow() + options.InvitationStands,
        };
        var isKept = user.Version == 0
            ? await store.AddUserAsync(invited with { Version = 1 }, onlyAsFirst: false, cancellationToken)
            : await store.ChangeUserAsync(invited, cancellationToken);
        if (!isKept)
            throw new AxleException(ErrorKind.Validation, user.Version == 0 ? "There is a user of that name." : "The user was changed meanwhile. Try again.");
        await store.RemovePasskeysAsync(user.Id, cancellationToken);
        await store.EndSessionsAsync(user.Id, except: null, cancellationToken);
        return invitation;
    }

    /// <summary>First step of somebody invited.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: no such invitation, or it has ended.</exception>
    public async ValueTask<EnrolmentSecrets> BeginInvitedAsync(string? invitation, string? password, CancellationToken cancellationToken)
    {
        var user = await InvitedAsync(invitation, cancellationToken);
        return await RememberAsync("invited:" + user.Id, user, password, cancellationToken);
    }

    /// <summary>Second step of somebody invited.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: wrong code or invitation.</exception>
    public async ValueTask<User> ConfirmInvitedAsync(string? invitation, string? code, CancellationToken cancellationToken)
    {
        var id = (await InvitedAsync(invitation, cancellationToken)).Id;
        var (user, step, hashes) = Prove("invited:" + id, code);
        if (!await store.ChangeUserAsync(user with { InvitationHash = null, InvitationEndsAt = null }, cancellationToken))
            throw new AxleException(ErrorKind.Authentication, "The invitation has been used or replaced meanwhile. Ask for another.");
        return await KeepAsync(user, step, hashes, cancellationToken);
    }

    private async ValueTask<User> InvitedAsync(string? invitation, CancellationToken cancellationToken) =>
        await store.FindInvitedAsync(SecretText.Hash(invitation ?? ""), cancellationToken) is { IsDisabled: false } user
        && user.InvitationEndsAt > time.GetUtcNow()
            ? user
            : throw new AxleException(ErrorKind.Authentication, "There is no such invitation, or it has ended. Ask for another.");

    private async ValueTask<EnrolmentSecrets> RememberAsync(string key, User user, string? password, CancellationToken cancellationToken)
    {
        PasswordRules.Check(password, user.Name);
        var hash = await gate.CreateAsync(password!, cancellationToken);
        var (secret, codes) = (Totp.NewSecret(), RecoveryCodes.New());
        var pending = new Pending(user with { PasswordHash = hash, TotpSecret = secret }, codes, time.GetUtcNow() + Patience);
        lock (_lock)
        {
            foreach (var old in _pending.Where(p => p.Value.EndsAt <= time.GetUtcNow()).Select(static p => p.Key).ToList())
                _pending.Remove(old);
            if (_pending.Count >= MostPending && !_pending.ContainsKey(key))
                throw new AxleException(new AxleError(ErrorKind.RateLimited, "Too many people enrol at this moment. Try again in a few minutes.", Patience));
            _pending[key] = pending;
        }

        return new EnrolmentSecrets(Base32.Encode(secret), Totp.Uri(secret, user.Name), codes);
    }

    private (User User, long Step, List<byte[]> Hashes) Prove(string key, string? code)
    {
        lock (_lock)
        {
            // Where there is nothing to guess, nothing is remembered of the try.
            if (!_pending.TryGetValue(key, out var pending) || pending.EndsAt <= time.GetUtcNow())
                throw new AxleException(ErrorKind.Authentication, "There is nothing to confirm, or it took longer than 15 minutes. Begin again with a password.");
            barrier.Begin((key, Limit));
            if (Totp.Match(pending.User.TotpSecret, code, time.GetUtcNow(), after: 0) is not { } step)
                throw new AxleException(ErrorKind.Authentication, "The code is not right. Type the one that the app shows now, and check that the clocks agree.");
            _pending.Remove(key);
            barrier.Succeeded(key);
            return (pending.User, step, [.. pending.Recovery.Select(static c => RecoveryCodes.Hash(c)!)]);
        }
    }

    private async ValueTask<User> KeepAsync(User user, long step, List<byte[]> hashes, CancellationToken cancellationToken)
    {
        await store.UseCodeStepAsync(user.Id, step, cancellationToken);
        await store.PutRecoveryCodesAsync(user.Id, hashes, cancellationToken);
        return user;
    }

    private static AxleException IsSetUp() => new(ErrorKind.Refused, "The server has an owner already. Sign in, or ask for an invitation.");

    private sealed record Pending(User User, IReadOnlyList<string> Recovery, DateTimeOffset EndsAt);
}
