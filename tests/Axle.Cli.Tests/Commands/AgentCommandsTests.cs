using Axle.Cli.Tests.Support;

namespace Axle.Cli.Tests.Commands;

public sealed class AgentCommandsTests
{
    [Fact]
    public async Task The_21_agents_are_listed_and_one_is_shown_by_its_alias()
    {
        using var bench = new Workbench();
        var list = await bench.RunAsync("agent", "list", "--json");
        list.Code.ShouldBe(ExitCodes.Success, list.Output);
        list.Json.GetProperty("agents").GetArrayLength().ShouldBe(21);
        (await bench.RunAsync("agent", "list")).Output.ShouldContain("security");
        (await bench.RunAsync("agent", "show", "architecture")).Output.ShouldContain("architect:");
        var shown = (await bench.RunAsync("agent", "show", "security", "--json")).Json;
        shown.GetProperty("capabilities")[0].GetProperty("confidence").GetDouble().ShouldBeInRange(0, 1);
        shown.GetProperty("actions").EnumerateArray().ShouldContain(static a => a.GetProperty("name").GetString() == "scan-vulnerabilities");
        (await bench.RunAsync("agent", "show", "securty")).Error.ShouldContain("Did you mean 'security'?");
    }

    [Fact]
    public async Task An_agent_of_the_directory_stands_in_and_a_faulty_one_is_told()
    {
        using var bench = new Workbench();
        bench.Write(".axle/agents/broken.md", "no front matter");
        var list = await bench.RunAsync("agent", "list");
        list.Code.ShouldBe(ExitCodes.Invalid);
        list.Error.ShouldContain(".axle/agents/broken.md");
        list.Output.ShouldContain("security");
    }

    [Fact]
    public async Task A_route_is_shown_with_its_confidence()
    {
        using var bench = new Workbench();
        var named = (await bench.RunAsync("agent", "route", "--agent", "security", "--action", "scan-vulnerabilities", "--json")).Json;
        named.GetProperty("confidence").GetDouble().ShouldBe(1);
        var found = await bench.RunAsync("agent", "route", "--action", "scan-vulnerabilities");
        found.Output.ShouldStartWith("security/scan-vulnerabilities  confidence 0.");
        (await bench.RunAsync("agent", "route", "--action", "xyzzy-plugh")).Code.ShouldBe(ExitCodes.NotFound);
        (await bench.RunAsync("agent", "route")).Code.ShouldBe(ExitCodes.Usage);
    }
}
