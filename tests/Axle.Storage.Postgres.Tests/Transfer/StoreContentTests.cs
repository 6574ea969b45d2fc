using System.Security.Cryptography;
using Axle.Identity.Access;
using Axle.Identity.Audit;
using Axle.Identity.Keys;
using Axle.Identity.Passkeys;
using Axle.Identity.Sessions;
using Axle.Identity.Tenants;
using Axle.Identity.Users;
using Axle.Models.Budget;
using Axle.Models.Ledger;
using Axle.Storage.Sqlite;
using Axle.Transfers;
using Axle.Workflows.Payloads;
using Axle.Workflows.Runs;

namespace Axle.Storage.Postgres.Tests.Transfer;

/// <summary>Everything that a store keeps besides runs, encrypted: through the doors of the one, moved, and through those of the other.</summary>
public sealed class StoreContentTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly BudgetWindow Budget = new("user:a\0b", "");
    private readonly TestDatabase _database = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-content-");
    private readonly string _keys = $"first:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_folder.FullName, "axle.db");

    private PayloadCodec Codec => new(new PayloadCodecOptions { Keys = PayloadKeys.Parse(_keys, "test"), Encrypt = true, Compress = true });

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Users_ledger_audit_log_and_encrypted_values_arrive_and_go_on()
    {
        await using (var store = SqliteRunStore.Open(FilePath, Codec))
        {
            await FillUsersAsync(store);
            await FillLedgerAsync(store);
            await store.PutValueAsync("memory@acme", "note", Value("mind the swordfish"), null, null, Stop);
            await store.PutValueAsync("memory@acme", "later", Value("gone in a year"), null, Then.AddYears(1), Stop);
        }

        await MoveAsync();

        var moved = _database.Open(options => options with { Codec = Codec });
        (await moved.FindValueAsync("memory@acme", "note", Then, Stop))!.Value.Utf8().ToArray().AsSpan().IndexOf("swordfish"u8).ShouldBeGreaterThan(0);
        (await moved.ListValuesAsync("memory@acme", Then.AddYears(2), Stop)).ShouldHaveSingleItem();
        await CheckUsersAsync(moved);
        await CheckLedgerAsync(moved);
    }

    [Fact]
    public async Task Names_that_are_exchanged_while_users_are_copied_do_not_stand_in_each_others_way()
    {
        await using (var store = SqliteRunStore.Open(FilePath))
        {
            foreach (var i in Enumerable.Range(0, 9))
                await store.Identity.AddUserAsync(new User($"usr_{i}", $"name{i}") { CreatedAt = Then }, onlyAsFirst: false, Stop);
        }

        await using (var migration = await OpenAsync())
        {
            await migration.BeginAsync(Stop);
            var pages = 0;
            // Every page is copied by itself, and before the next one of users two names change hands, one of them copied already.
            while (!await migration.CopyAsync(static _ => { }, Stop, pages: ++pages))
                await ExchangeAsync(pages % 9, (pages + 5) % 9);
        }

        await MoveAsync();
        await using var file = SqliteRunStoreOf();
        var there = await _database.Open().Identity.ListUsersAsync(null, null, 20, Stop);
        there.Select(static u => $"{u.Id} {u.Name}").ShouldBe((await file.Identity.ListUsersAsync(null, null, 20, Stop)).Select(static u => $"{u.Id} {u.Name}"));
        there.Count.ShouldBe(9);
    }

    private SqliteRunStore SqliteRunStoreOf()
    {
        StoreMigration.Abandon(FilePath, TimeProvider.System);
        return SqliteRunStore.Open(FilePath);
    }

    private async Task ExchangeAsync(int one, int other)
    {
        await using var store = SqliteRunStore.Open(FilePath);
        var (a, b) = ((await store.Identity.FindUserAsync($"usr_{one}", Stop))!, (await store.Identity.FindUserAsync($"usr_{other}", Stop))!);
        await store.Identity.ChangeUserAsync(a with { Name = "nobody" }, Stop);
        await store.Identity.ChangeUserAsync(b with { Name = a.Name }, Stop);
        await store.Identity.ChangeUserAsync((await store.Identity.FindUserAsync(a.Id, Stop))! with { Name = b.Name }, Stop);
    }

    private static Payload Value(string text) => Payload.FromJson(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(text));

    private static byte[] Hash(string text) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));

    private async Task<StoreMigration> OpenAsync()
    {
        var migration = await StoreMigration.OpenAsync(FilePath, _database.Address, TimeProvider.System, Stop);
        migration.PageRows = 2;
        migration.ChangesAtOnce = 3;
        return migration;
    }

    private async Task MoveAsync()
    {
        await using var migration = await OpenAsync();
        var report = await migration.RunAsync(now: false, static _ => { }, Stop);
        report.Differences.ShouldBeEmpty();
        report.IsMoved.ShouldBeTrue();
    }

    private static async Task FillUsersAsync(SqliteRunStore store)
    {
        var identity = store.Identity;
        await identity.AddUserAsync(
            new User("usr_a", "ann")
            {
                TotpSecret = [1, 2, 3],
                PasswordHash = "hash",
                IsOwner = true,
                InvitationHash = Hash("i"),
                InvitationEndsAt = Then,
                CreatedAt = Then,
            },
            onlyAsFirst: true, Stop);
        await identity.AddTenantAsync(new Tenant("acme", "Acme", Then), Stop);
        await identity.SetRoleAsync(new Member("acme", "usr_a", Role.Developer), Stop);
        await identity.PutLoginAsync("https://id.example.org", "42", "usr_a", Stop);
        await identity.PutRecoveryCodesAsync("usr_a", [Hash("r1"), Hash("r2")], Stop);
        await identity.AddPasskeyAsync(new Passkey([9, 8], "usr_a", "phone", [7, 6], Then) { SignCount = 5 }, Stop);
        await identity.AddSessionAsync(new Session("ses_1", "usr_a", Hash("t"), Then, Then, Then.AddDays(1), "browser", "here"), Stop);
        await identity.AddKeyAsync(new ApiKey("key_1", "usr_a", "acme", "ci", Hash("s"), [Permission.RunsRead], Then, Then.AddDays(1)), Stop);
        foreach (var i in Enumerable.Range(0, 25))
            await identity.AppendAuditAsync(new AuditFact(Then.AddMinutes(i), "usr_a", "acme", "look", $"{i}", "done", "", "here"), Stop);
    }

    private static async Task CheckUsersAsync(PostgresRunStore moved)
    {
        var identity = moved.Identity;
        var ann = (await identity.FindUserByNameAsync("ann", Stop))!;
        ann.TotpSecret.ShouldBe([1, 2, 3]);
        (ann.IsOwner, ann.PasswordHash, ann.InvitationEndsAt, ann.CreatedAt).ShouldBe((true, "hash", Then, Then));
        (await identity.FindInvitedAsync(Hash("i"), Stop))!.Id.ShouldBe("usr_a");
        (await identity.FindUserByLoginAsync("https://id.example.org", "42", Stop))!.Id.ShouldBe("usr_a");
        (await identity.UseRecoveryCodeAsync("usr_a", Hash("r2"), Stop)).ShouldBeTrue();
        (await identity.FindPasskeyAsync(new byte[] { 9, 8 }, Stop))!.SignCount.ShouldBe(5u);
        (await identity.FindSessionAsync(Hash("t"), Stop))!.Id.ShouldBe("ses_1");
        (await identity.FindKeyAsync(Hash("s"), Stop))!.Permissions.ShouldBe([Permission.RunsRead]);
        (await identity.RoleOfAsync("acme", "usr_a", Stop)).ShouldBe(Role.Developer);
        (await identity.AppendAuditAsync(new AuditFact(Then, "usr_a", "acme", "look", "again", "done", "", "there"), Stop)).Number.ShouldBe(26);
        (await AuditVerification.RunAsync(identity, null, Stop)).FaultAt.ShouldBeNull("the chain goes on");
        (await identity.RemoveUserAsync("usr_a", Stop)).ShouldBeTrue();
        (await identity.FindPasskeyAsync(new byte[] { 9, 8 }, Stop)).ShouldBeNull("what belongs to a user goes with it again");
    }

    private static async Task FillLedgerAsync(SqliteRunStore store)
    {
        var ledger = store.Ledger;
        var part = new Spending(0.5m, 0, 0);
        await ledger.ClaimAsync([new BudgetClaim(Budget, new SpendingLimit(1)) { Need = part, Wish = part }], Stop);
        var done = new LedgerEntry(Guid.CreateVersion7(), Then, new Scope { User = "a\0b" }, "p", "m") { Outcome = CallOutcome.Succeeded, Budgets = [] };
        var open = done with { Id = Guid.CreateVersion7(), Outcome = CallOutcome.Open, Budgets = [Budget], AtMostMore = new Spending(0.25m, 10, 1) };
        await ledger.WriteAsync(new LedgerBatch([done, open], [new BudgetMove(Budget, new Spending(0.125m, 5, 1), default)]) { Tenure = ledger.Tenure }, Stop);
    }

    private static async Task CheckLedgerAsync(PostgresRunStore moved)
    {
        var ledger = moved.Ledger;
        var budget = new BudgetWindow("user:a\uFFFDb", "");
        // The next claim buries who is gone: what its call may have cost is spent, what it held is free.
        var rest = new Spending(0.625m, 0, 0);
        var grant = await ledger.ClaimAsync([new BudgetClaim(budget, new SpendingLimit(1)) { Need = rest, Wish = rest }], Stop);
        grant.ShouldHaveSingleItem().Granted.ShouldBe(rest);
        (await ledger.ListBudgetsAsync(10, Stop)).ShouldHaveSingleItem().Spent.Usd.ShouldBe(0.375m);
        var calls = await ledger.ListAsync(new LedgerQuery(), Stop);
        calls.Select(static c => c.Outcome).ShouldBe([CallOutcome.Interrupted, CallOutcome.Succeeded], ignoreOrder: true);
        calls.ShouldContain(static c => c.Scope.User == "a\uFFFDb");
    }
}
