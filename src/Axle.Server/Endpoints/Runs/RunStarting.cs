using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.References;
using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Library;
using Axle.Schemas;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Identity.Access;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.Runs;

/// <summary>Starts runs for callers.</summary>
/// <param name="engine">Executes them.</param>
/// <param name="workflows">The workflows that are known by name.</param>
/// <param name="references">Checks agents and tools.</param>
/// <param name="workspace">Absolute path of the directory that runs work on.</param>
internal sealed class RunStarting(WorkflowEngine engine, ProjectWorkflows workflows, AgentReferences references, string workspace)
{
    /// <summary>The workflow that a request names or brings.</summary>
    /// <param name="name">The name; null when there is a text.</param>
    /// <param name="yaml">The text; null when there is a name.</param>
    /// <param name="who">Who is to run it: the agents of the tenant may be named.</param>
    /// <exception cref="AxleException">There is none of that name, it is faulty, or a text comes from somebody who may save no workflows.</exception>
    public Workflow Find(string? name, string? yaml, Principal who)
    {
        if (name is { Length: > 0 } == yaml is { Length: > 0 })
            throw new AxleException(ErrorKind.Validation, "Give either 'workflow', the name of one, or 'yaml', a workflow as text.");
        if (yaml is { Length: > 0 })
            WorkflowWriting.Require(who, "A workflow as text");
        var workflow = yaml is { Length: > 0 } ? WorkflowReader.Read(yaml, "request.yaml").Require() : FindByName(name!);
        var errors = references.Check(workflow, who.Tenant).Where(static r => r.Level == ReferenceLevel.Error)
            .Select(static r => $"step '{r.Step}': {r.Message}").ToList();
        return errors.Count == 0
            ? workflow
            : throw new AxleException(ErrorKind.Validation, $"Workflow '{workflow.Name}' cannot run as it is:\n{string.Join('\n', errors)}");
    }

    /// <summary>Starts a run.</summary>
    /// <param name="request">What is started.</param>
    /// <param name="who">For whom.</param>
    /// <param name="key">Makes the start idempotent; null for a new run every time.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async Task<RunHandle> StartAsync(StartRunRequest request, Principal who, string? key, CancellationToken cancellationToken)
    {
        var source = Find(request.Workflow, request.Yaml, who);
        var workflow = request.Priority is { } priority ? source with { Priority = Checked(priority) } : source;
        if (!ReferenceEquals(workflow, source))
            workflows.NoteOrigin(workflow, like: source);
        return await engine.StartAsync(
            new StartRun(workflow)
            {
                Inputs = Object("inputs", request.Inputs),
                Attributes = AttributesOf(who, request.Apply),
                Id = request.Id is { Length: > 0 } id ? new RunId(id) : null,
                Key = key is null ? null : $"{who.Tenant}/{key}",
                By = RunCommands.ActorOf(who),
            },
            cancellationToken);
    }

    /// <summary>An object that was given, or an empty one.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: it is something else.</exception>
    public static Payload Object(string name, JsonElement? given) => given switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => Payload.EmptyObject,
        { ValueKind: JsonValueKind.Object } some => Payload.From(some),
        _ => throw new AxleException(ErrorKind.Validation, $"'{name}' is an object: name to value."),
    };

    /// <summary>Facts for the steps of a caller's run.</summary>
    public ImmutableDictionary<string, string> AttributesOf(Principal who, bool apply)
    {
        var facts = ImmutableDictionary<string, string>.Empty
            .Add(RunAttributes.Workspace, workspace)
            .Add(RunAttributes.Apply, apply ? "true" : "false")
            .Add(RunAttributes.User, who.User)
            .Add(RunAttributes.Roles, string.Join(' ', RolesOf(who)));
        if (who.IsSignedIn)
            facts = facts.Add(RunAttributes.OfUsers, "true");
        return who.Tenant.Length == 0 ? facts : facts.Add(RunAttributes.Tenant, who.Tenant);
    }

    /// <summary>The roles of somebody: who may do more also is what may do less, and an owner is all of them.</summary>
    public static IEnumerable<string> RolesOf(Principal who) => Enum.GetValues<Role>().Where(r => r != Role.None && (who.IsOwner || r <= who.Role))
        .Select(ApiWords.Name).Concat(who.IsOwner ? ["owner"] : Array.Empty<string>());

    private Workflow FindByName(string name) => workflows.FindByName(name)?.Reading.Require() ?? throw new ApiProblemException(ApiProblem.NotFound(
        NearestName.Find(name, workflows.Names) is { } nearest
            ? $"There is no workflow '{name}'. Did you mean '{nearest}'?"
            : $"There is no workflow of that name. There are: {string.Join(", ", workflows.Names.Take(50))}."));

    private static int Checked(int priority) => priority is >= -100 and <= 100
        ? priority
        : throw new AxleException(ErrorKind.Validation, $"priority {priority} is out of range. Use -100 to 100.");
}
