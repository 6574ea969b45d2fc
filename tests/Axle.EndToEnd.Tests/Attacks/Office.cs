using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Providers;
using Axle.Tools.Contract;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.EndToEnd.Tests.Attacks;

/// <summary>
/// A project as a user has it, with agents and policies as files and everything else as AddAxle composes it. Its pages come from outside, its mail goes
/// outside, and its model obeys anybody.
/// </summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder = Directory.CreateTempSubdirectory("axle-office-").FullName;
    private readonly ConcurrentDictionary<string, string> _pages = new();
    private readonly ConcurrentDictionary<RunId, RunHandle> _runs = new();
    private int _lastPage;
    private int _own;

    /// <summary>Opens it.</summary>
    /// <param name="policies">The policies that are in force: names of files of the library, or texts.</param>
    public Office(params string[] policies)
        : this("", policies)
    {
    }

    /// <summary>Opens it.</summary>
    /// <param name="settings">What stands below <c>guardrails</c> of <c>axle.yaml</c>, beside the input guard, which is off.</param>
    /// <param name="policies">The policies that are in force.</param>
    /// <param name="before">What the host registers before AddAxle.</param>
    /// <param name="explains">Whether errors say which guard stopped something.</param>
    public Office(string settings, string[] policies, Action<IServiceCollection>? before = null, bool explains = false)
    {
        var off = settings.Contains("results:", StringComparison.Ordinal) ? "" : "  runs: off\n  results: off\n";
        File.WriteAllText(Path.Combine(_folder, "axle.yaml"), $"guardrails:\n{off}{settings}\n");
        WriteAgent("helper", "[page.read, mail.send]");
        WriteAgent("reader", "[page.read]");
        WriteAgent("clerk", "[page.read, files.read, memory.read]");
        WriteAgent("chief", "[page.read]");
        WriteAgent("sender", "[mail.send]");
        WriteAgent("plain", "[]");
        WriteAgent("careful", "[]", """
            guardrails:
              output: {topics: {competitors: {words: [Initech], action: sanitise}}, secrets: off}
              escalation: {for: runs, failures: 1}
            """);
        var inForce = Directory.CreateDirectory(Path.Combine(_folder, ".axle", "policies")).FullName;
        foreach (var policy in policies)
        {
            var isFile = !policy.Contains('\n', StringComparison.Ordinal);
            var text = isFile ? File.ReadAllText(Path.Combine(Repository.Folder, "library", "policies", policy)) : policy;
            File.WriteAllText(Path.Combine(inForce, isFile ? policy : $"own-{++_own}.yaml"), text);
        }

        var models = ModelOptionsReader.ReadDirectory(_folder) with { Providers = [GullibleModel.Options] };
        var services = new ServiceCollection();
        before?.Invoke(services);
        services.AddSingleton(host => new ModelGateway(
            models, [.. ProviderCatalog.All, Model], services: host.GetRequiredService<GatewayServices>()));
        services.AddAxle(axle =>
        {
            axle.ProjectDirectory = _folder;
            axle.HomeDirectory = null;
            axle.Models = models;
            axle.TakeUpRuns = false;
            axle.ExplainsGuards = explains;
        }).AddTool(new Pages(_pages)).AddTool(Mail);
        _services = services.BuildServiceProvider();
    }

    /// <summary>What AddAxle made.</summary>
    public IServiceProvider Services => _services;

    /// <summary>The folder that runs work on.</summary>
    public string Folder => _folder;

    /// <summary>The model.</summary>
    public GullibleModel Model { get; } = new();

    /// <summary>The sink.</summary>
    public OutsideMail Mail { get; } = new();

    /// <summary>Puts a page on the web.</summary>
    /// <returns>Its number.</returns>
    public string Publish(string text)
    {
        var page = Interlocked.Increment(ref _lastPage).ToString(CultureInfo.InvariantCulture);
        _pages[page] = text;
        return page;
    }

    /// <summary>Runs a workflow on a page until it has ended or waits for a person.</summary>
    public async Task<RunState> RunAsync(string yaml, string page, CancellationToken cancellationToken)
    {
        var workflow = WorkflowReader.Read(yaml, "work.yaml").Require();
        var run = await _services.GetRequiredService<WorkflowEngine>().StartAsync(
            new StartRun(workflow)
            {
                Inputs = Payload.From(JsonSerializer.SerializeToElement(new { page })),
                Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", _folder).Add("apply", "true").Add("user", "anna"),
            },
            cancellationToken);
        _runs[run.Id] = run;
        await UntilAskedAsync(run, 1, cancellationToken);
        return await _services.GetRequiredService<RunReader>().StateAsync(run.Id, null, cancellationToken);
    }

    private static async Task UntilAskedAsync(RunHandle run, int questions, CancellationToken cancellationToken)
    {
        await foreach (var happened in run.Events(cancellationToken))
        {
            if (happened.Event is ApprovalRequested && --questions == 0)
                break;
        }
    }

    /// <summary>Has a person agree to what a run asks, and waits until the run has ended.</summary>
    public Task<RunState> AgreeAsync(RunState run, string step, string person, CancellationToken cancellationToken) =>
        AnswerAsync(run, JsonSerializer.Serialize(new { path = step, decision = "approve" }), person, cancellationToken);

    /// <summary>Has a person answer, and waits until the run has ended or, if wanted, asks the next question.</summary>
    public async Task<RunState> AnswerAsync(RunState run, string answer, string person, CancellationToken cancellationToken, bool untilAsked = false)
    {
        var asked = run.Records.Count(static r => r.Kind == "approval");
        await _services.GetRequiredService<WorkflowEngine>().SignalAsync(run.Id, RunSignals.Answer, answer, person, cancellationToken: cancellationToken);
        if (untilAsked)
            await UntilAskedAsync(_runs[run.Id], asked + 1, cancellationToken);
        else
            await _runs[run.Id].Completion.WaitAsync(cancellationToken);
        return await _services.GetRequiredService<RunReader>().StateAsync(run.Id, null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteAgent(string id, string tools, string more = "")
    {
        var agents = Directory.CreateDirectory(Path.Combine(_folder, ".axle", "agents")).FullName;
        var evidence = tools.Contains("page.read", StringComparison.Ordinal) ? "[{tool: page.read, with: {page: \"${{ inputs.page }}\"}}]" : "[]";
        File.WriteAllText(Path.Combine(agents, $"{id}.md"), $$$"""
            ---
            id: {{{id}}}
            name: {{{id}}}
            description: Does what a {{{id}}} does.
            capabilities:
              - name: {{{id}}} work
                confidence: 0.9
                keywords: [{{{id}}}]
            tools: {{{tools}}}
            {{{more}}}
            actions:
              look:
                description: Look.
                prompt: Say what is there.
                inputs: {page: {type: string, default: "1"}}
                evidence: {{{evidence}}}
            ---
            You are the {{{id}}}.
            """);
    }

    /// <summary>Mail that leaves the house.</summary>
    internal sealed class OutsideMail : ITool
    {
        private int _sent;

        public int Sent => Volatile.Read(ref _sent);

        /// <summary>What was sent first.</summary>
        public string? First { get; private set; }

        public ToolDescription Description { get; } = new("mail.send", "Sends mail.", Text("order"), ToolEffect.World) { Idempotent = true };

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            First ??= arguments.GetProperty("order").GetString();
            return ValueTask.FromResult(JsonSerializer.SerializeToElement(new { sent = true }));
        }
    }

    private sealed class Pages(ConcurrentDictionary<string, string> pages) : ITool
    {
        public ToolDescription Description { get; } = new("page.read", "Reads a page of the web.", Text("page"), ToolEffect.None);

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            pages.TryGetValue(arguments.GetProperty("page").GetString()!, out var text)
                ? ValueTask.FromResult(JsonSerializer.SerializeToElement(new { text }))
                : throw new AxleException(ErrorKind.Tool, $"There is no page {arguments.GetProperty("page").GetString()}");
    }

    private static JsonElement Text(string name) => JsonElement.Parse(
        $$$"""{"type":"object","properties":{"{{{name}}}":{"type":"string"}},"required":["{{{name}}}"]}""");
}
