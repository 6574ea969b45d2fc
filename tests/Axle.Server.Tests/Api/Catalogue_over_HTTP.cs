namespace Axle.Server.Tests.Api;

public sealed class Catalogue_over_HTTP(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Workflows_are_listed_and_shown_with_their_graph()
    {
        var all = await api.GetAsync("workflows");
        var greet = await api.GetAsync("workflows/greet");
        var shipped = await api.GetAsync("workflows/code-review");

        all.GetProperty("items").EnumerateArray().Select(static w => w.GetProperty("name").GetString()).ShouldContain("greet");
        greet.GetProperty("yaml").GetString()!.ShouldContain("Send it?");
        greet.GetProperty("graph").GetProperty("edges")[0].GetProperty("from").GetString().ShouldBe("say");
        greet.GetProperty("inputSchema").GetProperty("properties").TryGetProperty("who", out _).ShouldBeTrue();
        shipped.GetProperty("item").GetProperty("isEditable").GetBoolean().ShouldBeFalse();
        (await api.ProblemAsync("GET", "workflows/nothing")).ShouldBe((404, "notFound"));
    }

    [Fact]
    public async Task A_workflow_is_checked_and_saved_and_a_faulty_one_is_refused()
    {
        const string Well = "name: made\nsteps:\n  - {key: a, set: {x: 1}}\nvariables: {x: 0}\n";
        var (_, faulty) = await api.SendAsync("POST", "workflows/validate", new { yaml = "name: made\nsteps:\n  - {key: a, dependsOn: [b], set: {x: 1}}\n" });
        var (_, well) = await api.SendAsync("POST", "workflows/validate", new { yaml = Well });
        var (saved, _) = await api.SendAsync("PUT", "workflows/made", new { yaml = Well });

        faulty.GetProperty("ok").GetBoolean().ShouldBeFalse();
        faulty.GetProperty("problems")[0].GetProperty("line").GetInt32().ShouldBe(3);
        well.GetProperty("ok").GetBoolean().ShouldBeTrue();
        saved.ShouldBe(200);
        File.ReadAllText(Path.Combine(api.Folder, ".axle", "workflows", "made.yaml")).ShouldBe(Well);
        (await api.ProblemAsync("PUT", "workflows/other", new { yaml = Well })).Status.ShouldBe(400);
        (await api.ProblemAsync("PUT", "workflows/made", new { yaml = "name: made" })).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("agents", "items")]
    [InlineData("tools", "items")]
    [InlineData("providers", "items")]
    [InlineData("costs?by=day", "items")]
    [InlineData("budgets", "items")]
    [InlineData("schedules", "items")]
    [InlineData("circuits", "items")]
    [InlineData("overview", "throughput")]
    [InlineData("dead-letters", "items")]
    [InlineData("approvals", "items")]
    [InlineData("sessions", "items")]
    public async Task Everything_that_is_listed_answers(string address, string member) =>
        (await api.GetAsync(address)).TryGetProperty(member, out _).ShouldBeTrue();

    [Fact]
    public async Task An_agent_is_shown_with_its_actions()
    {
        var agent = await api.GetAsync("agents/security");

        agent.GetProperty("actions").GetArrayLength().ShouldBeGreaterThan(0);
        agent.GetProperty("item").GetProperty("state").GetString().ShouldBe("idle");
    }

    [Theory]
    [InlineData("GET", "agents/nobody", 404)]
    [InlineData("GET", "costs?by=moon", 400)]
    [InlineData("POST", "budgets/user%2Fann%2Fday/raise", 404)]
    [InlineData("POST", "schedules/none%2F0/pause", 404)]
    [InlineData("POST", "schedules/none%2F0/trigger", 404)]
    [InlineData("POST", "circuits/none/reset", 404)]
    public async Task What_is_not_there_is_said(string method, string address, int status) =>
        (await api.ProblemAsync(method, address, method == "POST" ? """{"usd":5}""" : null)).Status.ShouldBe(status);
}
