using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Guarding;
using Axle.Models.Providers;
using Axle.Tools.Contract;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
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
    private int _lastPage;

    /// <summary>Opens it.</summary>
    /// <param name="policies">File names of the library's policies that are in force.</param>
    public Office(params string[] policies)
    {
        WriteAgent("helper", "[page.read, mail.send]");
        WriteAgent("reader", "[page.read]");
        WriteAgent("chief", "[page.read]");
        WriteAgent("sender", "[mail.send]");
        var inForce = Directory.CreateDirectory(Path.Combine(_folder, ".axle", "policies")).FullName;
        foreach (var policy in policies)
            File.Copy(Path.Combine(Repository.Folder, "library", "policies", policy), Path.Combine(inForce, policy));
        var models = new ModelOptions([GullibleModel.Options]) { Guardrails = new GuardrailOptions { Results = GuardMode.Off, Runs = GuardMode.Off } };
        var services = new ServiceCollection();
        services.AddSingleton(host => new ModelGateway(
            models, [.. ProviderCatalog.All, new GullibleModel()], services: host.GetRequiredService<GatewayServices>()));
        services.AddAxle(axle =>
        {
            axle.ProjectDirectory = _folder;
            axle.HomeDirectory = null;
            axle.Models = models;
            axle.TakeUpRuns = false;
        }).AddTool(new Pages(_pages)).AddTool(Mail);
        _services = services.BuildServiceProvider();
    }

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
                Attributes = ImmutableDictionary<string, string>.Empty.Add("workspace", _folder).Add("apply", "true"),
            },
            cancellationToken);
        await foreach (var happened in run.Events(cancellationToken))
        {
            if (happened.Event is ApprovalRequested)
                break;
        }

        return await _services.GetRequiredService<RunReader>().StateAsync(run.Id, null, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void WriteAgent(string id, string tools)
    {
        var agents = Directory.CreateDirectory(Path.Combine(_folder, ".axle", "agents")).FullName;
        File.WriteAllText(Path.Combine(agents, $"{id}.md"), $$"""
            ---
            id: {{id}}
            name: {{id}}
            description: Does what a {{id}} does.
            capabilities:
              - name: {{id}} work
                confidence: 0.9
                keywords: [{{id}}]
            tools: {{tools}}
            actions:
              look:
                description: Look.
                prompt: Say what is there.
            ---
            You are the {{id}}.
            """);
    }

    /// <summary>Mail that leaves the house.</summary>
    internal sealed class OutsideMail : ITool
    {
        private int _sent;

        public int Sent => Volatile.Read(ref _sent);

        public ToolDescription Description { get; } = new("mail.send", "Sends mail.", Text("order"), ToolEffect.World) { Idempotent = true };

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _sent);
            return ValueTask.FromResult(JsonSerializer.SerializeToElement(new { sent = true }));
        }
    }

    private sealed class Pages(ConcurrentDictionary<string, string> pages) : ITool
    {
        public ToolDescription Description { get; } = new("page.read", "Reads a page of the web.", Text("page"), ToolEffect.None);

        public ValueTask<JsonElement> InvokeAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(JsonSerializer.SerializeToElement(new { text = pages[arguments.GetProperty("page").GetString()!] }));
    }

    private static JsonElement Text(string name) => JsonElement.Parse(
        $$$"""{"type":"object","properties":{"{{{name}}}":{"type":"string"}},"required":["{{{name}}}"]}""");
}
