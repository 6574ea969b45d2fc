using System.Security.Cryptography;
using System.Text;
using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class EncryptionCommandsTests
{
    private const string Secret = "mind-the-swordfish";

    [Fact]
    public async Task Without_a_key_file_it_is_said_that_encryption_is_off()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("encryption", "list")).Code.ShouldBe(ExitCodes.NotFound);
        await ExecuteAsync(bench);

        var answer = await bench.RunAsync("encryption", "list");

        answer.Code.ShouldBe(ExitCodes.Invalid);
        answer.Error.ShouldContain("AXLE_ENCRYPTION_KEYS=file:");
    }

    [Fact]
    public async Task Keys_are_listed_rotated_and_wrapped_anew_and_runs_stay_readable()
    {
        using var bench = new Workbench();
        WriteKeys(bench, "first");
        await ExecuteAsync(bench);
        (await ListAsync(bench)).ShouldBe(["default 1 current first"]);
        (await bench.RunAsync("encryption", "rotate", "--tenant", "nobody")).Code.ShouldBe(ExitCodes.NotFound);

        (await bench.RunAsync("encryption", "rotate")).Output.ShouldContain("from now on");
        WriteKeys(bench, "second", "first");
        var rewrapped = (await bench.RunAsync("encryption", "rewrap", "--json")).Json;

        rewrapped.GetProperty("written").GetInt32().ShouldBe(2);
        (await ListAsync(bench)).ShouldBe(["default 1 old second", "default 2 current second"]);
        (await bench.RunAsync("encryption", "recode")).Code.ShouldBe(ExitCodes.Success);
        WriteKeys(bench, "second");
        (await bench.RunAsync("workflow", "events", "latest", "--json")).Output.ShouldContain(Secret);
        (await bench.RunAsync("audit", "list")).Output.ShouldContain("ax encryption rotate");
    }

    [Fact]
    public async Task A_missing_line_of_the_key_file_is_named_and_nothing_is_lost()
    {
        using var bench = new Workbench();
        WriteKeys(bench, "first");
        await ExecuteAsync(bench);
        WriteKeys(bench, "second");

        var answer = await bench.RunAsync("encryption", "rewrap");

        answer.Code.ShouldBe(ExitCodes.Failed);
        answer.Error.ShouldContain("'first'");
        WriteKeys(bench, "second", "first");
        (await bench.RunAsync("encryption", "rewrap")).Code.ShouldBe(ExitCodes.Success);
    }

    [Fact]
    public async Task A_tenant_is_erased_with_what_was_stored_before_there_were_keys()
    {
        using var bench = new Workbench();
        await ExecuteAsync(bench);
        WriteKeys(bench, "first");
        (await bench.RunAsync("encryption", "destroy", "--tenant", "default")).Code.ShouldBe(ExitCodes.Usage);
        (await bench.RunAsync("encryption", "destroy", "--tenant", "nobody", "--yes")).Code.ShouldBe(ExitCodes.NotFound);
        var would = (await bench.RunAsync("encryption", "destroy", "--tenant", "default", "--dry-run", "--json")).Json;
        would.GetProperty("runs").GetInt32().ShouldBe(1);
        (await bench.RunAsync("workflow", "events", "latest")).Code.ShouldBe(ExitCodes.Success, "nothing was done");
        IsInFiles(bench).ShouldBeTrue("else nothing is proved below");

        (await bench.RunAsync("encryption", "destroy", "--tenant", "default", "--yes")).Output.ShouldContain("1 run of 'default' cannot be read any more");

        var gone = await bench.RunAsync("workflow", "events", "latest");
        gone.Code.ShouldBe(ExitCodes.NotFound);
        gone.Error.ShouldContain("erased");
        (await bench.RunAsync("workflow", "list")).Code.ShouldBe(ExitCodes.Success);
        IsInFiles(bench).ShouldBeFalse();
        (await bench.RunAsync("audit", "list")).Output.ShouldContain("ax encryption destroy");
    }

    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);

    private void WriteKeys(Workbench bench, params string[] ids)
    {
        foreach (var id in ids)
            _lines.TryAdd(id, $"{id}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}");
        var lines = ids.Select(id => _lines[id]);
        bench.Variables["AXLE_ENCRYPTION_KEYS"] = $"file:{bench.Write("keys", string.Join('\n', lines))}";
    }

    private static async Task ExecuteAsync(Workbench bench)
    {
        bench.Write("three.yaml", Workbench.ThreeSteps);
        (await bench.RunAsync("workflow", "execute", "three.yaml", "--input", $"word={Secret}")).Code.ShouldBe(ExitCodes.Success);
    }

    private static async Task<string[]> ListAsync(Workbench bench) =>
    [
        .. (await bench.RunAsync("encryption", "list", "--json")).Json.GetProperty("keys").EnumerateArray()
            .Select(static k => $"{k.GetProperty("tenant")} {k.GetProperty("number")} {k.GetProperty("status")} {k.GetProperty("master")}"),
    ];

    private static bool IsInFiles(Workbench bench) => Directory.GetFiles(Path.GetDirectoryName(bench.DatabasePath)!)
        .Any(static file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0);
}
