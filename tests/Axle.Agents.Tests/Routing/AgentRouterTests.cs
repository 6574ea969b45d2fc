using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Tests.Support;

namespace Axle.Agents.Tests.Routing;

public sealed class AgentRouterTests
{
    private static readonly AgentRouter Router = new(new AgentRegistry(AgentLibrary.BuiltIn().Agents));

    [Theory]
    [InlineData("security", "scan-vulnerabilities", "security", "scan-vulnerabilities", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("testing", "run-test-suite", "testing", "run-test-suite", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("devops", "build-docker-image", "devops", "build-docker-image", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("devops", "deploy-to-staging", "devops", "deploy-to-staging", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("testing", "run-smoke-tests", "testing", "run-smoke-tests", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("quality", "lint-codebase", "quality", "lint-codebase", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("quality", "lint-code", "quality", "lint-codebase", AgentMatch.Id, ActionMatch.Alias)]
    [InlineData("architecture", "review-architecture", "architect", "review-architecture", AgentMatch.Alias, ActionMatch.Name)]
    [InlineData("performance", "analyze-performance", "performance", "analyze-performance", AgentMatch.Id, ActionMatch.Name)]
    [InlineData("writer", "create-review-report", "writer", "create-review-report", AgentMatch.Id, ActionMatch.Name)]
    public void What_is_named_is_found_for_certain(string agent, string action, string id, string name, AgentMatch how, ActionMatch howAction)
    {
        var route = Router.Route(agent, action);

        (route.Agent.Id, route.Action.Name).ShouldBe((id, name));
        (route.AgentMatch, route.ActionMatch).ShouldBe((how, howAction));
        route.Confidence.ShouldBe(1.0);
        route.IsNamed.ShouldBeTrue();
        route.Candidates.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("penetration-tester", "scan-vulnerabilities", "security")]
    [InlineData(null, "scan-vulnerabilities", "security")]
    [InlineData("secruity", "scan-vulnerabilities", "security")]
    [InlineData("ui-wizard", "review-frontend", "frontend")]
    [InlineData("doc-bot", "write-documentation", "writer")]
    [InlineData("kubernetes-guru", "check manifests", "infrastructure")]
    [InlineData(null, "check for leaked credentials", "security")]
    [InlineData(null, "optimize slow sql queries", "database")]
    [InlineData(null, "write a readme", "writer")]
    [InlineData(null, "find duplicated code", "quality")]
    [InlineData(null, "find memory leaks", "performance")]
    [InlineData(null, "review kubernetes manifests", "infrastructure")]
    [InlineData(null, "design rest endpoints", "api")]
    [InlineData(null, "estimate effort", "planner")]
    [InlineData(null, "review android app", "mobile")]
    [InlineData(null, "keyboard accessibility", "frontend")]
    [InlineData(null, "executive summary", "ceo")]
    [InlineData(null, "user stories", "product")]
    [InlineData(null, "technical debt", "cto")]
    [InlineData(null, "etl data quality checks", "data")]
    [InlineData(null, "train machine learning model", "data-science")]
    [InlineData(null, "license check", "standards")]
    [InlineData(null, "dependency cycles", "architect")]
    [InlineData(null, "async deadlocks in csharp", "backend")]
    [InlineData(null, "find root cause of incident", "researcher")]
    [InlineData(null, "scan the code for injection weaknesses", "security")]
    [InlineData(null, "plan a migration of the users table", "database")]
    public void Work_without_a_known_agent_goes_to_the_most_capable_one(string? agent, string action, string expected)
    {
        var route = Router.Route(agent, action);

        route.Agent.Id.ShouldBe(expected);
        route.AgentMatch.ShouldBe(AgentMatch.Capability);
        route.Confidence.ShouldBeInRange(AgentRouter.LeastConfidence, 0.999);
        route.Candidates[0].Agent.ShouldBe(expected);
        route.Candidates.Select(candidate => candidate.Confidence).ShouldBeInOrder(SortDirection.Descending);
        route.Reason.ShouldContain("chosen by capability");
    }

    [Fact]
    public void More_words_about_the_work_help_to_find_who_does_it()
    {
        Should.Throw<AxleException>(() => Router.Route(null, "have a closer glance"));
        Router.Route(null, "have a closer glance", "kubernetes helm manifests of the cluster").Agent.Id.ShouldBe("infrastructure");
    }

    [Theory]
    [InlineData("security", "find vulnerabilities", "scan-vulnerabilities")]
    [InlineData("security", "secret-scanner", "find-secrets")]
    [InlineData("devops", "review-ci-pipelines", "review-pipeline")]
    public void A_named_agent_does_its_nearest_action(string agent, string action, string expected)
    {
        var route = Router.Route(agent, action);

        (route.Agent.Id, route.Action.Name, route.ActionMatch).ShouldBe((agent, expected, ActionMatch.Nearest));
        route.Confidence.ShouldBeInRange(AgentRouter.LeastConfidence, 0.999);
    }

    [Theory]
    [InlineData("security", "review-architecture", "architect")]
    [InlineData("writer", "deploy-to-production", "devops")]
    public void Work_that_the_named_agent_cannot_do_goes_to_the_one_that_has_it(string agent, string action, string expected)
    {
        var route = Router.Route(agent, action);

        (route.Agent.Id, route.Action.Name, route.AgentMatch).ShouldBe((expected, action, AgentMatch.Rerouted));
        route.Reason.ShouldStartWith($"Agent '{agent}' has no action '{action}'");
    }

    [Theory]
    [InlineData("devops", "deploy", "deploy-to-staging")]
    [InlineData(null, "build container image", "build-docker-image")]
    [InlineData(null, "run unit tests", "run-test-suite")]
    public void Actions_on_the_outside_world_are_never_guessed(string? agent, string action, string nearest)
    {
        var error = Should.Throw<AxleException>(() => Router.Route(agent, action)).Error;

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain($"'{nearest}'");
        error.Message.ShouldContain("never guessed");
    }

    [Theory]
    [InlineData(null, "make coffee", "the least confidence is 30%")]
    [InlineData("barista", "brew-espresso", "There is no agent 'barista'")]
    [InlineData("devops", "dance", "Agent 'devops' has no action 'dance'")]
    public void When_nobody_fits_the_error_names_what_there_is(string? agent, string action, string expected)
    {
        var error = Should.Throw<AxleException>(() => Router.Route(agent, action)).Error;

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void The_same_question_gets_the_same_route_whatever_the_order_of_files()
    {
        var agents = AgentLibrary.BuiltIn().Agents;
        var reversed = new AgentRouter(new AgentRegistry(agents.Reverse()));
        foreach (var action in agents.SelectMany(agent => agent.Actions).Where(action => !action.World).Select(action => action.Description))
        {
            var (first, second) = (Try(Router, action), Try(reversed, action));
            second.ShouldBe(first);
        }
    }

    [Fact]
    public void Equal_agents_are_decided_by_id()
    {
        var agent = Stage.Agent(Samples.Inspector);
        var router = new AgentRouter(new AgentRegistry([agent with { Id = "zoe", Aliases = [] }, agent with { Id = "amy", Aliases = [] }]));

        router.Route(null, "look-around").Agent.Id.ShouldBe("amy");
    }

    [Fact]
    public void A_higher_confidence_is_more_often_right()
    {
        // Each action is asked for in the words of its description; its owner is the right answer.
        var asked =
            AgentLibrary.BuiltIn().Agents.SelectMany(agent => agent.Actions.Where(action => !action.World).Select(action => (agent.Id, action.Description)));
        var answers = asked.Select(question => (Right: question.Id, Got: Try(Router, question.Description)))
            .Where(answer => answer.Got.Agent is not null)
            .Select(answer => (answer.Got.Confidence, IsRight: answer.Got.Agent == answer.Right)).ToList();

        double Share(double from, double to) =>
            answers.Where(answer => answer.Confidence >= from && answer.Confidence < to).Average(answer => answer.IsRight ? 1.0 : 0);
        Share(0.6, 1).ShouldBeGreaterThanOrEqualTo(0.95);
        Share(0.6, 1).ShouldBeGreaterThanOrEqualTo(Share(0.3, 0.6));
        answers.Count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void An_empty_library_finds_nobody_and_does_not_break() =>
        Should.Throw<AxleException>(() => new AgentRouter(new AgentRegistry([])).Route(null, "anything")).Error.Kind.ShouldBe(ErrorKind.NotFound);

    [Fact]
    public void A_very_long_question_is_cut_and_answered() =>
        Router.Route(null, "scan-vulnerabilities", string.Concat(Enumerable.Repeat("vulnerability injection ", 10_000))).Agent.Id.ShouldBe("security");

    private static (string? Agent, string? Action, double Confidence) Try(AgentRouter router, string action)
    {
        try
        {
            var route = router.Route(null, action);
            return (route.Agent.Id, route.Action.Name, route.Confidence);
        }
        catch (AxleException)
        {
            return default;
        }
    }
}
