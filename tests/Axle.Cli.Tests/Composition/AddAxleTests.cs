using Axle.Agents.References;
using Axle.Cli.Tests.Support;
using Axle.Tools.Contract;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Axle.Cli.Tests.Composition;

public sealed class AddAxleTests
{
    [Fact]
    public async Task Any_host_executes_workflows_with_what_AddAxle_registers()
    {
        using var bench = new Workbench();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAxle(axle => axle.ProjectDirectory = bench.Directory).UseStepHandler(_ => bench.Steps);
        await using var services = (ServiceProvider)builder.Build().Services;
        var workflow = WorkflowReader.Read(Workbench.ThreeSteps, "three.yaml").Require();
        var run = await services.GetRequiredService<WorkflowEngine>().StartAsync(new StartRun(workflow), TestContext.Current.CancellationToken);
        (await run.Completion).Status.ShouldBe(RunStatus.Completed);
        (await services.GetRequiredService<IRunStore>().FindRunAsync(run.Id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        services.GetRequiredService<AgentReferences>().Check(workflow).ShouldBeEmpty();
    }

    [Fact]
    public void All_faults_of_the_settings_are_told_in_one_message()
    {
        var fault = Should.Throw<AxleException>(static () => new ServiceCollection().AddAxle(static axle =>
        {
            axle.ProjectDirectory = "/nowhere/at/all";
            axle.DatabasePath = "";
            axle.StepConcurrency = 0;
            axle.Actor = "";
        }));
        fault.Error.Kind.ShouldBe(ErrorKind.Validation);
        foreach (var name in (string[])["ProjectDirectory", "DatabasePath", "StepConcurrency", "Actor"])
            fault.Message.ShouldContain(name);
    }

    [Fact]
    public void Every_tool_there_is_is_registered_and_usable()
    {
        var kinds = typeof(ITool).Assembly.GetTypes()
            .Where(static t => t is { IsClass: true, IsAbstract: false, IsPublic: true } && t.IsAssignableTo(typeof(ITool)));
        var tools = BuiltInTools.Create("1.0.0", null);
        tools.Select(static t => t.GetType()).ShouldBe(kinds, ignoreOrder: true);
        new ToolCatalog(tools).Quarantined.ShouldBeEmpty();
    }

    [Fact]
    public void Every_tool_that_an_agent_names_is_registered()
    {
        using var services = new ServiceCollection().AddAxle(static axle => axle.HomeDirectory = null).Services.BuildServiceProvider();
        var catalog = services.GetRequiredService<ToolCatalog>();
        var missing = services.GetRequiredService<Axle.Agents.Registry.AgentRegistry>().All
            .SelectMany(static a => a.Tools).Distinct().Where(name => !catalog.TryGet(name, out _));
        missing.ShouldBeEmpty();
    }
}
