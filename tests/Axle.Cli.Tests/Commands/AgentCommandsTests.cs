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
        (await bench.RunAsync("agent", "route", "find secrets", "--action", "find-secrets")).Code.ShouldBe(ExitCodes.Usage);
    }

    [Fact]
    public async Task A_question_is_answered_with_everybody_who_can_and_why_they_have_their_place()
    {
        using var bench = new Workbench();
        var told = await bench.RunAsync("agent", "route", "find leaked credentials");
        told.Code.ShouldBe(ExitCodes.Success, told.Error);
        told.Output.ShouldStartWith("security/find-secrets  confidence 0.");
        told.Output.ShouldContain("1. security");
        told.Output.ShouldContain("healthy; 0 at work.");
        var order = (await bench.RunAsync("agent", "route", "find leaked credentials", "--json")).Json.GetProperty("order");
        order[0].GetProperty("agent").GetString().ShouldBe("security");
        order[0].GetProperty("out").GetBoolean().ShouldBeFalse();
        order[0].GetProperty("why").GetString().ShouldStartWith("Fits ");
        File.Exists(bench.DatabasePath).ShouldBeFalse();
    }

    [Fact]
    public async Task How_an_agent_works_and_what_it_may_take_on_is_shown()
    {
        using var bench = new Workbench();
        bench.Write(".axle/agents/legal.md", """
            ---
            id: legal
            name: Legal
            description: Knows licences.
            capabilities: [{name: licence review, confidence: 0.9, keywords: [licence]}]
            priority: 5
            limits: {concurrency: 4, waiting: 9, tokens: 2000}
            remote: {url: "https://agents.example.com/legal?key=hidden"}
            actions:
              review-it: {description: Review the licences.}
            ---
            """);
        var shown = await bench.RunAsync("agent", "show", "legal");
        shown.Output.ShouldContain("over HTTP at https://agents.example.com/legal");
        shown.Output.ShouldContain("4 at the same time, 9 may wait, 2,000 tokens a piece of work");
        shown.Output.ShouldNotContain("hidden");
        var json = (await bench.RunAsync("agent", "show", "legal", "--json")).Json;
        (json.GetProperty("priority").GetInt32(), json.GetProperty("limits").GetProperty("concurrency").GetInt32()).ShouldBe((5, 4));
    }
}
