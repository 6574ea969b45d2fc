using Axle.Identity.Access;
using Axle.Identity.Enrolment;
using Axle.Identity.Entrance;
using Axle.Identity.Guessing;
using Axle.Identity.Keys;
using Axle.Identity.Passwords;
using Axle.Identity.Ports;
using Axle.Identity.SecondFactor;
using Axle.Identity.Secrets;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Storage.Sqlite;

namespace Axle.Identity.Tests.Support;

/// <summary>All of identity over a real file, with a clock that stands.</summary>
internal sealed class House : IAsyncDisposable
{
    public const string Password = "four chairs sing at noon";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-house-");
    private readonly SqliteRunStore _file;
    private readonly PasswordGate _gate = new();

    public House()
    {
        _file = SqliteRunStore.Open(Path.Combine(_folder.FullName, "axle.db"), Clock);
        var barrier = new GuessBarrier(Clock);
        Sessions = new SessionBook(Store, Options, Clock);
        Keys = new ApiKeyBook(Store, Options, Clock);
        Desk = new AccessDesk(Store, Sessions, Keys);
        Entrance = new PasswordEntrance(Store, Sessions, barrier, _gate, Clock);
        Enrolment = new EnrolmentDesk(Store, _gate, barrier, Options, Clock);
    }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public SettableClock Clock { get; } = new();

    public IdentityOptions Options { get; } = new();

    public IIdentityStore Store => _file.Identity;

    public SessionBook Sessions { get; }

    public ApiKeyBook Keys { get; }

    public AccessDesk Desk { get; }

    public PasswordEntrance Entrance { get; }

    public EnrolmentDesk Enrolment { get; }

    /// <summary>Sets the server up with an owner; the clock is past the code that was used.</summary>
    public async Task<(User User, EnrolmentSecrets Secrets)> OwnerAsync(string name = "ann")
    {
        var secrets = await Enrolment.BeginOwnerAsync(name, null, Password, Stop);
        var user = await Enrolment.ConfirmOwnerAsync(name, Code(secrets.Secret), Stop);
        Clock.Advance(TimeSpan.FromMinutes(2));
        return (user, secrets);
    }

    /// <summary>Adds somebody by invitation, with a role in the default tenant.</summary>
    public async Task<User> MemberAsync(string name, Role role)
    {
        var invitation = await Enrolment.InviteAsync(new User(SecretText.NewId("usr_"), name) { CreatedAt = Clock.Now, Version = 0 }, Stop);
        var secrets = await Enrolment.BeginInvitedAsync(invitation, Password, Stop);
        var user = await Enrolment.ConfirmInvitedAsync(invitation, Code(secrets.Secret), Stop);
        await Store.SetRoleAsync(new Member(Scope.DefaultTenant, user.Id, role), Stop);
        Clock.Advance(TimeSpan.FromMinutes(2));
        return user;
    }

    public SignInAttempt Attempt(User user, string? password = null, string? code = null, string place = "10.0.0.0/24") =>
        new(user.Name, password ?? Password, code ?? Code(user), place, "browser");

    /// <summary>The code that an app shows now.</summary>
    public string Code(string secret) => Totp.Code(FromBase32(secret), Totp.StepOf(Clock.Now));

    public string Code(User user) => Totp.Code(user.TotpSecret, Totp.StepOf(Clock.Now));

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _gate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static byte[] FromBase32(string text)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(text.Select(static c => Convert.ToString(Letters.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(static b => b.Length == 8).Select(static b => Convert.ToByte(new string(b), 2))];
    }
}
