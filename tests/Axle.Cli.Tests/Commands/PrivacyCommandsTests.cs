using System.Text.Json;
using Axle.Cli.Tests.Support;

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
}
