using Axle.Cli.Tests.Support;
using Axle.Identity.Audit;
using Axle.Identity.Users;
using Axle.Storage.Sqlite;
using Axle.Storage.Sqlite.Database;

namespace Axle.Cli.Tests.Commands;

public sealed class UserAndAuditCommandsTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_are_listed_and_invited_and_it_is_written_down()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("user", "list")).Error.ShouldContain("There are no users");
        (await bench.RunAsync("user", "invite", "bob")).Code.ShouldBe(ExitCodes.NotFound);
        await FillAsync(bench);
        (await bench.RunAsync("user", "invite", "bob", "--role", "emperor")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("user", "invite", "bob", "--tenant", "nowhere")).Code.ShouldBe(ExitCodes.NotFound);
        var invited = (await bench.RunAsync("user", "invite", "bob", "--role", "operator", "--json")).Json;
        invited.GetProperty("invitation").GetString()!.ShouldStartWith("axinv_");
        var users = (await bench.RunAsync("user", "list", "--json")).Json.GetProperty("users");
        users.EnumerateArray().Select(static u => $"{u.GetProperty("name")} {u.GetProperty("status")}").ShouldBe(["ann active", "bob invited"]);
        users[1].GetProperty("roles")[0].GetString().ShouldBe("operator of default");
        (await bench.RunAsync("audit", "list")).Output.ShouldContain("ax user invite");
    }

    [Fact]
    public async Task A_log_that_was_changed_is_found_out_without_a_server()
    {
        using var bench = new Workbench();
        await FillAsync(bench);
        var verified = (await bench.RunAsync("audit", "verify", "--json")).Json;
        verified.GetProperty("intact").GetBoolean().ShouldBeTrue();
        var head = verified.GetProperty("head").GetString()!;
        (await bench.RunAsync("audit", "verify", "--kept", head)).Output.ShouldContain("as they were written");
        (await bench.RunAsync("audit", "verify", "--kept", "nonsense")).Code.ShouldBe(ExitCodes.Invalid);
        using (var link = SqliteLink.Open(bench.DatabasePath, TimeSpan.FromSeconds(5)))
            link.Execute("DROP TRIGGER audit_entries_stay; UPDATE audit_entries SET subject = 'run-9' WHERE number = 2");
        var answer = await bench.RunAsync("audit", "verify");
        answer.Code.ShouldBe(ExitCodes.Failed);
        answer.Output.ShouldContain("Entry 2 was changed");
    }

    [Fact]
    public async Task Keys_are_made_listed_and_revoked()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("key", "list")).Error.ShouldContain("There are no keys");
        await FillAsync(bench);
        (await bench.RunAsync("key", "create", "build", "--user", "zoe", "--permission", "runsRead")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("key", "create", "build", "--user", "ann", "--permission", "fly")).Code.ShouldBe(ExitCodes.Usage);
        var made = (await bench.RunAsync("key", "create", "build", "--user", "ann", "--permission", "runsRead", "--json")).Json;
        var (id, secret) = (made.GetProperty("key").GetProperty("id").GetString()!, made.GetProperty("secret").GetString()!);
        secret.ShouldStartWith("axle_");
        var listed = await bench.RunAsync("key", "list");
        listed.Output.ShouldContain(id);
        listed.Output.ShouldNotContain(secret);
        (await bench.RunAsync("key", "revoke", id)).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("key", "revoke", id)).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("key", "list", "--json")).Json.GetProperty("keys")[0].GetProperty("status").GetString().ShouldBe("revoked");
        (await bench.RunAsync("audit", "list")).Output.ShouldContain("ax key revoke");
    }

    private static async Task FillAsync(Workbench bench)
    {
        await using var file = SqliteRunStore.Open(bench.DatabasePath);
        await file.Identity.AddUserAsync(new User("usr_ann", "ann") { PasswordHash = "x", IsOwner = true, CreatedAt = Then }, onlyAsFirst: true, Stop);
        await file.Identity.AddTenantAsync(new(Scope.DefaultTenant, "Default", Then), Stop);
        for (var i = 0; i < 3; i++)
            await file.Identity.AppendAuditAsync(new AuditFact(Then, "usr_ann", "default", "POST /api/v1/runs", $"run-{i}", "202", "", ""), Stop);
    }
}
