using System.Security.Cryptography;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Keys;
using Axle.Identity.Passkeys;
using Axle.Identity.Ports;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Shouldly;
using Xunit;

namespace Axle.Conformance;

/// <summary>What every store of users, keys and the audit log must do. Inherit it, say how a store is opened, and every test of it is run on yours.</summary>
public abstract class IdentityStoreConformance : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Opens another store on the same data, as another process would.</summary>
    protected abstract IIdentityStore Open();

    /// <summary>Removes the data.</summary>
    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task A_user_is_read_again_in_every_part()
    {
        var store = Open();
        (await store.HasUsersAsync(Stop)).ShouldBeFalse();
        var user = new User("usr_a", "ann")
        {
            Email = "ann@example.org",
            PasswordHash = "hash",
            TotpSecret = [1, 2, 3],
            IsOwner = true,
            InvitationHash = Hash("i"),
            InvitationEndsAt = Then.AddDays(1),
            CreatedAt = Then,
        };
        (await store.AddUserAsync(user, onlyAsFirst: true, Stop)).ShouldBeTrue();
        User?[] found =
        [
            await Open().FindUserAsync("usr_a", Stop),
            await store.FindUserByNameAsync("ANN", Stop),
            await store.FindInvitedAsync(Hash("i"), Stop),
        ];
        foreach (var read in found)
        {
            read!.TotpSecret.ShouldBe(user.TotpSecret);
            read.InvitationHash.ShouldBe(user.InvitationHash);
            (read with { TotpSecret = user.TotpSecret, InvitationHash = user.InvitationHash }).ShouldBe(user);
        }

        (await store.FindUserByNameAsync("bob", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_that_want_to_be_the_first_one_is()
    {
        IIdentityStore[] stores = [Open(), Open()];
        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            i => stores[i % 2].AddUserAsync(new User($"usr_{i}", $"name{i}"), onlyAsFirst: true, Stop).AsTask()));
        added.Count(static a => a).ShouldBe(1);
        (await stores[0].AddUserAsync(new User("usr_x", "another"), onlyAsFirst: false, Stop)).ShouldBeTrue();
        (await stores[0].AddUserAsync(new User("usr_y", "another"), onlyAsFirst: false, Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_user_who_was_changed_meanwhile_is_not_changed()
    {
        var store = Open();
        await store.AddUserAsync(new User("usr_a", "ann"), onlyAsFirst: false, Stop);
        var read = (await store.FindUserAsync("usr_a", Stop))!;
        (await store.ChangeUserAsync(read with { PasswordHash = "new" }, Stop)).ShouldBeTrue();
        (await store.ChangeUserAsync(read with { PasswordHash = "old" }, Stop)).ShouldBeFalse();
        (await store.FindUserAsync("usr_a", Stop))!.PasswordHash.ShouldBe("new");
    }

    [Fact]
    public async Task A_login_elsewhere_is_one_persons_and_goes_with_them()
    {
        var store = Open();
        await store.AddUserAsync(new User("usr_a", "ann"), onlyAsFirst: false, Stop);
        await store.AddUserAsync(new User("usr_b", "bob"), onlyAsFirst: false, Stop);
        await store.PutLoginAsync("https://one", "7", "usr_a", Stop);
        await store.PutLoginAsync("https://one", "7", "usr_b", Stop);
        (await Open().FindUserByLoginAsync("https://one", "7", Stop))!.Id.ShouldBe("usr_a");
        (await store.FindUserByLoginAsync("https://two", "7", Stop)).ShouldBeNull();
        await store.RemoveUserAsync("usr_a", Stop);
        (await store.FindUserByLoginAsync("https://one", "7", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_code_is_used_once_whoever_uses_it()
    {
        IIdentityStore[] stores = [Open(), Open()];
        await stores[0].AddUserAsync(new User("usr_a", "ann"), onlyAsFirst: false, Stop);
        var used = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => stores[i % 2].UseCodeStepAsync("usr_a", 100, Stop).AsTask()));
        used.Count(static u => u).ShouldBe(1);
        (await stores[1].UseCodeStepAsync("usr_a", 99, Stop)).ShouldBeFalse();
        (await stores[1].LastCodeStepAsync("usr_a", Stop)).ShouldBe(100);
        await stores[0].PutRecoveryCodesAsync("usr_a", [Hash("1"), Hash("2")], Stop);
        (await stores[1].UseRecoveryCodeAsync("usr_a", Hash("1"), Stop)).ShouldBeTrue();
        (await stores[0].UseRecoveryCodeAsync("usr_a", Hash("1"), Stop)).ShouldBeFalse();
        (await stores[0].UseRecoveryCodeAsync("usr_b", Hash("2"), Stop)).ShouldBeFalse();
        await stores[0].PutRecoveryCodesAsync("usr_a", [Hash("3")], Stop);
        (await stores[0].UseRecoveryCodeAsync("usr_a", Hash("2"), Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_is_there_until_it_is_ended()
    {
        var store = Open();
        foreach (var (id, hours) in ((string, int)[])[("ses_old", -2), ("ses_a", 0), ("ses_b", 1)])
        {
            var begun = Then.AddHours(hours);
            await store.AddSessionAsync(new Session(id, "usr_a", Hash(id), begun, begun, begun.AddHours(2), "browser", "net"), Stop);
        }

        (await store.FindSessionAsync(Hash("ses_old"), Stop)).ShouldBeNull("it had ended when the next one began");
        (await Open().FindSessionAsync(Hash("ses_a"), Stop))!.User.ShouldBe("usr_a");
        await store.TouchSessionAsync("ses_a", Then.AddMinutes(5), Stop);
        await store.TouchSessionAsync("ses_a", Then.AddMinutes(4), Stop);
        (await store.FindSessionAsync(Hash("ses_a"), Stop))!.SeenAt.ShouldBe(Then.AddMinutes(5));
        (await store.ListSessionsAsync("usr_a", Stop)).Select(static s => s.Id).ShouldBe(["ses_b", "ses_a"]);
        (await store.EndSessionAsync("usr_b", "ses_a", Stop)).ShouldBeFalse();
        (await store.EndSessionsAsync("usr_a", "ses_b", Stop)).ShouldBe(1);
        (await store.FindSessionAsync(Hash("ses_a"), Stop)).ShouldBeNull();
        (await store.EndSessionAsync("usr_a", "ses_b", Stop)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_passkey_is_one_persons_remembers_its_use_and_goes_with_them()
    {
        var store = Open();
        await store.AddUserAsync(new User("usr_a", "ann"), onlyAsFirst: false, Stop);
        await store.AddUserAsync(new User("usr_b", "bob"), onlyAsFirst: false, Stop);
        var passkey = new Passkey([1, 2, 3], "usr_a", "Laptop", [4, 5], Then) { SignCount = 7, IsBackupEligible = true };
        (await store.AddPasskeyAsync(passkey, Stop)).ShouldBeTrue();
        (await store.AddPasskeyAsync(passkey with { User = "usr_b" }, Stop)).ShouldBeFalse();

        await store.UsePasskeyAsync(passkey with { SignCount = 9, IsBackedUp = true, UsedAt = Then.AddHours(1) }, Stop);
        await store.UsePasskeyAsync(passkey with { SignCount = 8, IsBackedUp = true, UsedAt = Then }, Stop);

        var read = (await Open().FindPasskeyAsync(new byte[] { 1, 2, 3 }, Stop)).ShouldNotBeNull();
        (read.User, read.Name, read.CreatedAt, read.SignCount, read.IsBackupEligible, read.IsBackedUp, read.UsedAt)
            .ShouldBe(("usr_a", "Laptop", Then, 9u, true, true, Then.AddHours(1)));
        read.Credential.ShouldBe(passkey.Credential);
        read.PublicKey.ShouldBe(passkey.PublicKey);
        (await store.RemovePasskeyAsync("usr_b", read.Credential, Stop)).ShouldBeFalse();
        (await store.RemovePasskeyAsync("usr_a", read.Credential, Stop)).ShouldBeTrue();
        (await store.ListPasskeysAsync("usr_a", Stop)).ShouldBeEmpty();

        for (byte i = 0; i < Passkey.Most; i++)
            (await store.AddPasskeyAsync(passkey with { Credential = [i] }, Stop)).ShouldBeTrue();
        (await store.AddPasskeyAsync(passkey with { Credential = [99] }, Stop)).ShouldBeFalse();
        await store.RemoveUserAsync("usr_a", Stop);
        (await store.FindPasskeyAsync(new byte[] { 3 }, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_is_found_by_its_hash_and_listed_in_its_tenant_only()
    {
        var store = Open();
        var key = new ApiKey("key_a", "usr_a", "acme", "build", Hash("k"), [Permission.RunsRead, Permission.RunsStart], Then, Then.AddDays(1));
        await store.AddKeyAsync(key, Stop);
        await store.AddKeyAsync(key with { Id = "key_b", User = "usr_b", SecretHash = Hash("l"), CreatedAt = Then.AddHours(1) }, Stop);
        var found = (await Open().FindKeyAsync(Hash("k"), Stop))!;
        (found with { SecretHash = key.SecretHash, Permissions = key.Permissions }).ShouldBe(key);
        found.Permissions.ShouldBe(key.Permissions);
        (await store.ListKeysAsync("acme", null, 10, Stop)).Select(static k => k.Id).ShouldBe(["key_b", "key_a"]);
        (await store.ListKeysAsync("acme", "usr_a", 10, Stop)).ShouldHaveSingleItem().Id.ShouldBe("key_a");
        (await store.ListKeysAsync("other", null, 10, Stop)).ShouldBeEmpty();
        (await store.RevokeKeyAsync("other", null, "key_a", Then, Stop)).ShouldBeFalse();
        (await store.RevokeKeyAsync("acme", "usr_b", "key_a", Then, Stop)).ShouldBeFalse();
        (await store.RevokeKeyAsync("acme", null, "key_a", Then, Stop)).ShouldBeTrue();
        (await store.FindKeyAsync(Hash("k"), Stop))!.RevokedAt.ShouldBe(Then);
    }

    [Fact]
    public async Task People_belong_to_tenants_and_go_with_all_they_have()
    {
        var store = Open();
        (await store.AddTenantAsync(new Tenant("acme", "Acme", Then), Stop)).ShouldBeTrue();
        (await store.AddTenantAsync(new Tenant("acme", "Other", Then), Stop)).ShouldBeFalse();
        await store.AddTenantAsync(new Tenant("beta", "Beta", Then), Stop);
        foreach (var name in (string[])["ann", "bob", "cid"])
            await store.AddUserAsync(new User("usr_" + name, name), onlyAsFirst: false, Stop);
        await store.SetRoleAsync(new Member("acme", "usr_ann", Role.Admin), Stop);
        await store.SetRoleAsync(new Member("acme", "usr_bob", Role.Operator), Stop);
        await store.SetRoleAsync(new Member("acme", "usr_bob", Role.Viewer), Stop);
        await store.SetRoleAsync(new Member("beta", "usr_bob", Role.Developer), Stop);
        (await Open().ListRolesAsync("usr_bob", Stop)).ShouldBe([new Member("acme", "usr_bob", Role.Viewer), new Member("beta", "usr_bob", Role.Developer)]);
        (await store.ListUsersAsync("acme", null, 10, Stop)).Select(static u => u.Name).ShouldBe(["ann", "bob"]);
        (await store.ListUsersAsync(null, "ann", 1, Stop)).Select(static u => u.Name).ShouldBe(["bob"]);
        await store.SetRoleAsync(new Member("acme", "usr_bob", Role.None), Stop);
        (await store.RoleOfAsync("acme", "usr_bob", Stop)).ShouldBe(Role.None);
        (await store.RemoveTenantAsync("beta", Stop)).ShouldBeTrue();
        (await store.ListRolesAsync("usr_bob", Stop)).ShouldBeEmpty();
        (await store.RemoveUserAsync("usr_ann", Stop)).ShouldBeTrue();
        (await store.RemoveUserAsync("usr_ann", Stop)).ShouldBeFalse();
        (await store.RoleOfAsync("acme", "usr_ann", Stop)).ShouldBe(Role.None);
    }

    [Fact]
    public async Task The_audit_log_is_one_chain_whoever_adds_to_it()
    {
        IIdentityStore[] stores = [Open(), Open()];
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => stores[i % 2].AppendAuditAsync(Fact(i), Stop).AsTask()));
        var report = await AuditVerification.RunAsync(Open(), kept: null, Stop);
        report.Fault.ShouldBeNull();
        report.Head.Number.ShouldBe(20);
        (await stores[0].ListAuditAsync(new AuditQuery("t1", Limit: 2), Stop)).Select(static e => e.Fact.Tenant).ShouldBe(["t1", "t1"]);
        (await stores[0].ListAuditAsync(new AuditQuery("nobody"), Stop)).ShouldBeEmpty();
        (await stores[0].ListAuditAsync(new AuditQuery(null, Before: 3), Stop)).Select(static e => e.Number).ShouldBe([2, 1]);
        (await stores[1].AuditHeadAsync(Stop))!.Number.ShouldBe(20);
    }

    private static AuditFact Fact(int i) => new(Then.AddSeconds(i), "usr_a", $"t{i % 2}", "POST /runs", $"run-{i}", "202", "", "ses_a 10.0.0.0/24");

    private static byte[] Hash(string text) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
}
