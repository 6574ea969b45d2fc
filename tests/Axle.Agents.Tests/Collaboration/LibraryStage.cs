using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Axle.Agents.BuiltIn;
using Axle.Agents.Runtime;
using Axle.Agents.Tests.Reasoning;
using Axle.Agents.Tests.Support;
using Axle.Testing.Hosting;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Tests.Collaboration;

/// <summary>A workflow of the library, whose agents are named by single letters and whose model says what a test wrote.</summary>
internal sealed partial class LibraryStage : IDisposable
{
    private readonly TurnStage _stage;

    /// <param name="model">Given what was said, answers with data that becomes JSON.</param>
    /// <param name="agents">Agents there are.</param>
    public LibraryStage(Func<Said, object> model, params string[] agents) => _stage = new TurnStage(
        (messages, _) => TurnStage.Says(JsonSerializer.Serialize(model(new Said(messages)))),
        [],
        [.. agents.Select(static id => TurnStage.Agent(id))]);

    public ScriptedProvider Model => _stage.Model;

    public WorkflowTestHost Host => _stage.Host;

    public static Workflow Workflow(string name) => WorkflowReader.Read(BuiltInLibrary.Read($"workflows/{name}.yaml"), $"{name}.yaml").Require();

    /// <summary>What an agent answers to a task.</summary>
    public static object Answer(string summary, bool done = true, params string[] open) => new { summary, done, open };

    public TestRun Start(string name, object inputs) => Host.Start(new StartRun(Workflow(name))
    {
        Inputs = Payload.From(JsonSerializer.SerializeToElement(inputs)),
        Attributes = ImmutableDictionary<string, string>.Empty.Add(RunAttributes.Workspace, Path.GetTempPath()),
    });

    /// <summary>Runs it to its end.</summary>
    public JsonElement Run(string name, object inputs) => Outputs(Start(name, inputs));

    public static JsonElement Outputs(TestRun run)
    {
        run.State.Status.ShouldBe(RunStatus.Completed, run.State.Error?.Message);
        return run.State.Outputs!.Value;
    }

    public void Dispose() => _stage.Dispose();

    /// <summary>A question to the model.</summary>
    internal sealed partial class Said(IReadOnlyList<ChatMessage> messages)
    {
        /// <summary>Everything that was said.</summary>
        public string Text { get; } = string.Join('\n', messages.Select(static m => m.Text));

        /// <summary>The agent that is asked; null for a prompt step.</summary>
        public string? Agent => AgentName().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

        public bool Has(string text) => Text.Contains(text, StringComparison.Ordinal);

        [GeneratedRegex(@"\AYou are (\w)\.", RegexOptions.NonBacktracking)]
        private static partial Regex AgentName();
    }
}
