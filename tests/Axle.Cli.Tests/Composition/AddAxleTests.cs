using Axle.Agents.References;
using Axle.Cli.Tests.Support;
using Axle.Hosting;
using Axle.Tools.Contract;
using Axle.Workflows.Archive;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.Bulkheads;
using Axle.Workflows.Retention;
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
            axle.Retention = new RetentionPolicy { Keep = TimeSpan.Zero };
        }));
        fault.Error.Kind.ShouldBe(ErrorKind.Validation);
        foreach (var name in (string[])["ProjectDirectory", "DatabasePath", "StepConcurrency", "Actor", "Retention"])
            fault.Message.ShouldContain(name);
    }

    [Fact]
    public async Task The_file_of_a_project_says_how_much_its_bulkheads_hold_and_code_before_it()
    {
        using var bench = new Workbench();
        bench.Write("axle.yaml", "bulkheads: { scanner: 2, payments: 4 }\n");
        await using var services = new ServiceCollection().AddAxle(axle =>
        {
            axle.ProjectDirectory = bench.Directory;
            axle.Bulkheads["payments"] = new BulkheadOptions { Size = 7 };
        }).Services.BuildServiceProvider();
        var pools = services.GetRequiredService<BulkheadPools>();
        (pools["scanner"].State.Size, pools["payments"].State.Size, pools["other"].State.Size).ShouldBe((2, 7, 10));
    }

    [Theory]
    [InlineData("bulkheads:\n  scanner: some\n", "axle.yaml, line 2: 'bulkheads.scanner' must be how many steps")]
    [InlineData("bulkheads:\n  scanner: 0\n", "line 2: 'bulkheads.scanner'")]
    [InlineData("bulkheads: { scanner: { size: 2 } }\n", "line 1: 'bulkheads.scanner'")]
    [InlineData("bulkheads: 4\n", "line 1: 'bulkheads' must be sizes by name")]
    public void A_size_of_a_bulkhead_that_cannot_be_is_refused_with_its_place(string file, string fault)
    {
        using var bench = new Workbench();
        bench.Write("axle.yaml", file);
        Should.Throw<AxleException>(() => new ServiceCollection().AddAxle(axle => axle.ProjectDirectory = bench.Directory)).Message.ShouldContain(fault);
    }

    [Fact]
    public async Task Stored_values_are_encrypted_when_keys_are_named()
    {
        using var bench = new Workbench();
        var key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(Path.Combine(bench.Directory, "keys"), $"k1:{key}\n", TestContext.Current.CancellationToken);
        await using (var services = Services("file:keys"))
        {
            await ((IValueStore)services.GetRequiredService<IRunStore>()).PutValueAsync(
                "a", "b", Payload.FromJson("\"whisper\""u8), null, null, TestContext.Current.CancellationToken);
        }

        var written = await File.ReadAllBytesAsync(Path.Combine(bench.Directory, AxleOptions.DefaultDatabase), TestContext.Current.CancellationToken);
        System.Text.Encoding.Latin1.GetString(written).ShouldNotContain("whisper");
        await using var gone = Services("file:gone");
        Should.Throw<AxleException>(() => gone.GetRequiredService<IRunStore>()).Message.ShouldContain("'gone'");

        ServiceProvider Services(string keys) => new ServiceCollection().AddAxle(axle =>
        {
            axle.ProjectDirectory = bench.Directory;
            axle.EncryptionKeys = keys;
        }).Services.BuildServiceProvider();
    }

    [Fact]
    public async Task A_host_that_runs_removes_old_runs_and_archives_them_before()
    {
        using var bench = new Workbench();
        using var host = Build(bench);
        var workflow = WorkflowReader.Read(Workbench.ThreeSteps, "three.yaml").Require();
        var run = await host.Services.GetRequiredService<WorkflowEngine>().StartAsync(new StartRun(workflow), TestContext.Current.CancellationToken);
        await run.Completion;
        await host.StartAsync(TestContext.Current.CancellationToken);
        var runner = host.Services.GetRequiredService<RetentionRunner>();
        (await runner.PassAsync(TestContext.Current.CancellationToken)).Removed.ShouldBe(0);
        var store = host.Services.GetRequiredService<IRunStore>();
        await using var old = new RetentionRunner(store, RetentionPolicy.Standard, new InTwoMonths(), new ArchiveFolder(Path.Combine(bench.Directory, "old")));
        (await old.PassAsync(TestContext.Current.CancellationToken)).ShouldSatisfyAllConditions(p => p.Removed.ShouldBe(1), p => p.Error.ShouldBeNull());
        await using var archive = File.OpenRead(Directory.GetFiles(Path.Combine(bench.Directory, "old")).Single());
        (await ArchiveCheck.VerifyAsync(archive, null, TestContext.Current.CancellationToken)).Run.ShouldBe(run.Id);
        await host.StopAsync(TestContext.Current.CancellationToken);

        static IHost Build(Workbench bench)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            builder.Services.AddAxle(axle => axle.ProjectDirectory = bench.Directory).UseStepHandler(_ => bench.Steps);
            return builder.Build();
        }
    }

    [Fact]
    public async Task Every_tool_there_is_is_registered_and_usable()
    {
        await using var services = new ServiceCollection().AddAxle(static axle => axle.HomeDirectory = null).Services.BuildServiceProvider();
        var kinds = typeof(ITool).Assembly.GetTypes()
            .Where(static t => t is { IsClass: true, IsAbstract: false, IsPublic: true } && t.IsAssignableTo(typeof(ITool)));
        var catalog = services.GetRequiredService<ToolCatalog>();
        kinds.Except(catalog.Tools.Select(static t => t.GetType())).ShouldBeEmpty();
        catalog.Quarantined.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_tool_that_an_agent_names_is_registered()
    {
        await using var services = new ServiceCollection().AddAxle(static axle => axle.HomeDirectory = null).Services.BuildServiceProvider();
        var catalog = services.GetRequiredService<ToolCatalog>();
        var missing = services.GetRequiredService<Axle.Agents.Registry.AgentRegistry>().All
            .SelectMany(static a => a.Tools).Distinct().Where(name => !catalog.TryGet(name, out _));
        missing.ShouldBeEmpty();
    }

    /// <summary>A clock that is two months ahead; its timers are those of the system.</summary>
    private sealed class InTwoMonths : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddDays(60);
    }
}
