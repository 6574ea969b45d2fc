using System.Text.Json;
using Axle.Cli.Tests.Support;
using Axle.Storage.Sqlite.Database;

namespace Axle.Cli.Tests.Commands;

public sealed class PrivacyCommandsTests
{
    private const string Customer = "customer-4711";

    [Fact]
    public async Task Somebody_without_an_account_is_found_exported_and_erased()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("privacy", "find", Customer)).Code.ShouldBe(ExitCodes.NotFound);
        bench.Write("three.yaml", Workbench.ThreeSteps);
        foreach (var word in (string[])[$"a letter of {Customer}", "a letter of nobody", $"x{Customer} is another"])
            (await bench.RunAsync("workflow", "execute", "three.yaml", "--input", $"word={word}")).Code.ShouldBe(ExitCodes.Success);

        var found = (await bench.RunAsync("privacy", "find", Customer, "--json")).Json;
        var run = found.GetProperty("runs").EnumerateArray().Single();
        run.GetProperty("because").GetString().ShouldBe("mentioned");
        (await bench.RunAsync("privacy", "export", Customer, "-o", "person.json")).Code.ShouldBe(ExitCodes.Success);
        var written = Path.Combine(bench.Directory, "person.json");
        JsonElement.Parse(await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken)).GetProperty("runs").GetArrayLength().ShouldBe(1);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(written).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await bench.RunAsync("privacy", "export", Customer, "-o", "person.json")).Code.ShouldBe(ExitCodes.Usage, "a file is never written over");

        (await bench.RunAsync("privacy", "erase", Customer)).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("privacy", "erase", Customer, "--dry-run", "--mentions")).Output.ShouldContain("1 run and 0 notes would be erased");
        (await bench.RunAsync("privacy", "erase", Customer, "--yes")).Error.ShouldContain("It is another's");
        (await bench.RunAsync("privacy", "erase", Customer, "--mentions", "--yes")).Output.ShouldContain("A second search found nothing more.");

        (await bench.RunAsync("privacy", "find", Customer)).Error.ShouldContain("Nothing is stored");
        (await bench.RunAsync("workflow", "list", "--json")).Json.GetProperty("runs").GetArrayLength().ShouldBe(2);
        var log = (await bench.RunAsync("audit", "list")).Output;
        log.ShouldContain("ax privacy erase");
        log.ShouldNotContain(Customer);
    }

    [Fact]
    public async Task Archives_are_searched_when_they_are_named_and_one_that_cannot_be_read_has_an_exit_code_of_its_own()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        Directory.CreateDirectory(Path.Combine(bench.Directory, "archives"));
        await bench.RunAsync("workflow", "execute", "three.yaml", "--input", $"word=a letter of {Customer}", "--run-id", "r1");
        (await bench.RunAsync("workflow", "export", "r1", "-o", "archives/r1.axle.jsonl")).Code.ShouldBe(ExitCodes.Success);
        (await bench.RunAsync("workflow", "delete", "r1")).Code.ShouldBe(ExitCodes.Success);

        (await bench.RunAsync("privacy", "find", Customer, "--archives", "nowhere")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("privacy", "find", Customer)).Error.ShouldContain("Nothing is stored");
        var found = (await bench.RunAsync("privacy", "find", Customer, "--archives", "archives", "--json")).Json;
        found.GetProperty("archives")[0].GetProperty("name").GetString().ShouldBe("r1.axle.jsonl");
        bench.Write("archives/cut.axle.jsonl", "{\"axle\":");
        var would = await bench.RunAsync("privacy", "erase", Customer, "--mentions", "--archives", "archives", "--dry-run");
        var erased = await bench.RunAsync("privacy", "erase", Customer, "--mentions", "--archives", "archives", "--yes");

        (would.Code, would.Output.Contains("1 archive", StringComparison.Ordinal)).ShouldBe((ExitCodes.Success, true));
        erased.Code.ShouldBe(ExitCodes.Incomplete, erased.Error);
        erased.Error.ShouldContain("1 record could not be read");
        File.Exists(Path.Combine(bench.Directory, "archives", "r1.axle.jsonl")).ShouldBeFalse();
        (await bench.RunAsync("privacy", "erase", "--help")).Output.ShouldContain("The exit code is 7");
    }

    [Fact]
    public async Task A_run_that_cannot_be_read_is_told_by_a_search_and_by_an_erasure()
    {
        using var bench = new Workbench();
        bench.Write("three.yaml", Workbench.ThreeSteps);
        await bench.RunAsync("workflow", "execute", "three.yaml", "--input", $"word=a letter of {Customer}");
        using (var link = SqliteLink.Open(bench.DatabasePath, TimeSpan.FromSeconds(1)))
            link.Execute("UPDATE workflow_events SET data = '[{x'");

        var found = (await bench.RunAsync("privacy", "find", Customer, "--json")).Json;
        var erased = await bench.RunAsync("privacy", "erase", Customer, "--mentions", "--yes");

        (found.GetProperty("runs").GetArrayLength(), found.GetProperty("unread").GetInt32()).ShouldBe((0, 1));
        erased.Code.ShouldBe(ExitCodes.Incomplete, erased.Error);
        erased.Error.ShouldContain("1 record could not be read");
    }
}
