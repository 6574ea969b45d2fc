using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Agents.Tests.Support;

namespace Axle.Agents.Tests.Registry;

public sealed class AgentRegistryTests
{
    private static readonly AgentRegistry BuiltIn = new(AgentLibrary.BuiltIn().Agents);

    [Theory]
    [InlineData("security", "security")]
    [InlineData("SECURITY", "security")]
    [InlineData("architecture", "architect")]
    [InlineData("Architecture", "architect")]
    [InlineData("qa", "testing")]
    [InlineData("dba", "database")]
    public void An_agent_answers_to_its_id_and_its_aliases_in_any_case(string name, string id) => BuiltIn.Get(name).Id.ShouldBe(id);

    [Theory]
    [InlineData("secruity", "Did you mean 'security'?")]
    [InlineData("zebra-whisperer", "Agents: api, architect")]
    public void An_unknown_agent_is_answered_with_the_nearest_or_all(string name, string expected)
    {
        var error = Should.Throw<AxleException>(() => BuiltIn.Get(name)).Error;

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void Names_that_two_agents_claim_are_reported_and_the_first_keeps_them()
    {
        var first = Stage.Agent(Samples.Inspector);
        var second = first with { Id = "other", Aliases = ["looker", "inspector"] };

        var registry = new AgentRegistry([first, first with { Name = "Twin" }, second]);

        registry.All.Select(agent => agent.Id).ShouldBe(["inspector", "other"]);
        registry.FindByAlias("looker")!.Id.ShouldBe("inspector");
        registry.Conflicts.Length.ShouldBe(3);
        registry.Conflicts.ShouldContain(conflict => conflict.Contains("'inspector'", StringComparison.Ordinal) && conflict.Contains("same id", StringComparison.Ordinal));
        registry.Conflicts.ShouldContain(conflict => conflict.StartsWith("Alias 'looker' of agent 'other' is not used", StringComparison.Ordinal));
    }
}
