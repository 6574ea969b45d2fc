using System.CommandLine;
using System.Text.RegularExpressions;
using Axle.Cli.Commands;
using Axle.Cli.Help;
using Axle.Cli.Hosting;
using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed partial class HelpTests
{
    public static TheoryData<string> Commands => [.. Leaves().Select(HelpPage.FullName)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_every_command_shows_usage_and_an_example_that_parses(string name)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync([.. name.Split(' ').Skip(1), "--help"]);
        answer.Code.ShouldBe(ExitCodes.Success);
        answer.Output.ShouldContain($"Usage: {name}");
        answer.Output.ShouldContain("Examples:");
        var command = (AxCommand)Leaves().Single(c => HelpPage.FullName(c) == name);
        command.Examples.ShouldNotBeEmpty();
        answer.Output.ShouldContain(command.Examples[0].Line);
        answer.Output.ShouldContain("--database FILE");
    }

    [Fact]
    public async Task Help_of_ax_shows_the_commands_and_what_exit_codes_mean()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("--help");
        answer.Code.ShouldBe(ExitCodes.Success);
        answer.Output.ShouldContain("workflow");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            answer.Output.ShouldContain($"  {code}");
            answer.Output.ShouldContain(meaning);
        }
    }

    [Fact]
    public async Task A_noun_without_a_verb_shows_its_verbs_and_is_a_wrong_command_line()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("workflow");
        answer.Code.ShouldBe(ExitCodes.Usage);
        answer.Error.ShouldContain("execute");
        answer.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        using var bench = new Workbench();
        (await bench.RunAsync("--version")).Output.ShouldBe(ProductVersion.Text + Environment.NewLine);
    }

    [Theory]
    [InlineData("workflow", "exceute", "Did you mean 'execute'?")]
    [InlineData("workflow list", "--limt=3", "Did you mean '--limit'?")]
    [InlineData("", "worflow", "Did you mean 'workflow'?")]
    public async Task A_slip_is_named_with_what_was_meant(string before, string wrong, string hint)
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync([.. before.Split(' ', StringSplitOptions.RemoveEmptyEntries), wrong]);
        answer.Code.ShouldBe(ExitCodes.Usage);
        answer.Error.ShouldContain(hint);
        answer.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task With_json_a_wrong_command_line_is_a_document_too()
    {
        using var bench = new Workbench();
        var answer = await bench.RunAsync("workflow", "execute", "--json");
        answer.Code.ShouldBe(ExitCodes.Usage);
        answer.Json.GetProperty("error").GetProperty("kind").GetString().ShouldBe("usage");
        answer.Json.GetProperty("exitCode").GetInt32().ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public void The_reference_in_docs_is_what_the_commands_say()
    {
        var path = Path.Combine(RepositoryRoot(), "docs", "cli.md");
        var page = CommandReference.Write(Root());
        if (Environment.GetEnvironmentVariable("AXLE_UPDATE_DOCS") == "1")
            File.WriteAllText(path, page);
        File.Exists(path).ShouldBeTrue("Write it with: AXLE_UPDATE_DOCS=1 dotnet run --project tests/Axle.Cli.Tests");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(page, "Write it anew with: AXLE_UPDATE_DOCS=1 dotnet run --project tests/Axle.Cli.Tests");
    }

    [Fact]
    public void Commands_that_the_dashboard_shows_are_commands_of_ax()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(RepositoryRoot(), "dashboard", "src"), "*.tsx", SearchOption.AllDirectories);
        var shown = pages.SelectMany(static page => Shown().Matches(File.ReadAllText(page)))
            .Select(static m => Filled().Replace(m.Groups["line"].Value, "x")).Distinct(StringComparer.Ordinal).ToList();

        shown.Count.ShouldBeGreaterThan(5);
        shown.Where(static line => Root().Parse(line["ax ".Length..]) is not { Errors.Count: 0, CommandResult.Command: AxCommand }).ShouldBeEmpty();
    }

    private static RootCommand Root() => CommandLine.CreateRoot(new Outside
    {
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        Input = TextReader.Null,
        Directory = Path.GetTempPath(),
        Environment = static _ => null,
        Interrupts = new FakeInterrupts(),
    });

    private static IEnumerable<Command> Leaves() => Root().Subcommands.SelectMany(CommandReference.Leaves);

    [GeneratedRegex("""(?:command=\{?|Command text=)["`](?<line>ax [^"`]+)["`]""")]
    private static partial Regex Shown();

    [GeneratedRegex(@"\$\{[^}]+\}")]
    private static partial Regex Filled();

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Axle.slnx")))
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        return directory.FullName;
    }
}
