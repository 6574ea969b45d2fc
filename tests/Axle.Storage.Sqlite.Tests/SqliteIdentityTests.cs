using Axle.Conformance;
using Axle.Identity.Audit;
using Axle.Identity.Ports;
using Axle.Storage.Sqlite.Database;

namespace Axle.Storage.Sqlite.Tests;

public sealed class SqliteIdentityTests : IdentityStoreConformance
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-identity-");
    private readonly List<SqliteRunStore> _open = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder.FullName, "axle.db");

    protected override IIdentityStore Open()
    {
        var store = SqliteRunStore.Open(Database);
        _open.Add(store);
        return store.Identity;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
            await store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("UPDATE audit_entries SET outcome = '200' WHERE number = 3", 3)]
    [InlineData("UPDATE audit_entries SET actor = 'usr_b' WHERE number = 5", 5)]
    [InlineData("DELETE FROM audit_entries WHERE number = 2", 3)]
    [InlineData("DELETE FROM audit_entries WHERE number = 1", 2)]
    [InlineData("DELETE FROM audit_entries WHERE number >= 4", 4)]
    [InlineData("UPDATE audit_entries SET number = number + 100 WHERE number = 5", 105)]
    [InlineData("INSERT INTO audit_entries SELECT 6, at, actor, tenant, action, subject, outcome, reason, place, previous, hash FROM audit_entries WHERE number = 5", 6)]
    [InlineData("DELETE FROM audit_head", 6)]
    public async Task Whoever_changes_the_file_is_found_out(string change, long at)
    {
        var store = await WithFiveEntriesAsync();
        Tamper("DROP TRIGGER audit_entries_stay; DROP TRIGGER audit_entries_remain; " + change);
        var report = await AuditVerification.RunAsync(store, kept: null, Stop);
        report.Fault.ShouldNotBeNull();
        report.FaultAt.ShouldBe(at);
    }

    [Fact]
    public async Task A_log_that_was_written_anew_is_found_out_by_the_head_that_was_kept_elsewhere()
    {
        var store = await WithFiveEntriesAsync();
        var kept = AuditHead.Parse((await AuditVerification.RunAsync(store, kept: null, Stop)).Head.ToString());
        Tamper("DROP TRIGGER audit_entries_remain; DELETE FROM audit_entries; DELETE FROM audit_head");
        for (var i = 0; i < 6; i++)
            await store.AppendAuditAsync(Fact(i) with { Actor = "usr_b" }, Stop);
        (await AuditVerification.RunAsync(store, kept: null, Stop)).Fault.ShouldBeNull();
        (await AuditVerification.RunAsync(store, kept, Stop)).FaultAt.ShouldBe(5);
        Tamper("DROP TRIGGER IF EXISTS audit_entries_remain; DELETE FROM audit_entries WHERE number > 2; DELETE FROM audit_head");
        (await AuditVerification.RunAsync(store, kept, Stop)).Fault.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_file_itself_refuses_to_change_or_cut_the_log()
    {
        await WithFiveEntriesAsync();
        foreach (var sql in (string[])["UPDATE audit_entries SET actor = ''", "DELETE FROM audit_entries"])
            Should.Throw<SqliteFault>(() => Tamper(sql)).Message.ShouldContain("only ever added to");
    }

    private async Task<IIdentityStore> WithFiveEntriesAsync()
    {
        var store = Open();
        for (var i = 0; i < 5; i++)
            await store.AppendAuditAsync(Fact(i), Stop);
        return store;
    }

    private void Tamper(string sql)
    {
        using var link = SqliteLink.Open(Database, TimeSpan.FromSeconds(5));
        link.Execute(sql);
    }

    private static AuditFact Fact(int i) => new(Then.AddSeconds(i), "usr_a", "acme", "POST /runs", $"run-{i}", "202", "", "");
}
