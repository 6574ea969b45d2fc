using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.BuiltIn;
using Axle.Agents.References;
using Axle.Library;
using Axle.Server.Endpoints.Problems;
using Axle.Workflows.Definition;
using Axle.Workflows.Definition.Reading;
using Axle.Workflows.Definition.Writing;

namespace Axle.Server.Endpoints.Workflows;

/// <summary>The workflows of a project, to look at and to save.</summary>
/// <param name="workflows">The workflows.</param>
/// <param name="references">Checks agents and tools.</param>
/// <param name="directory">Absolute path of the project.</param>
internal sealed class WorkflowShelf(ProjectWorkflows workflows, AgentReferences references, string directory)
{
    private const string Library = "library/";
    private const string Host = "host/";
    private readonly Lock _saving = new();

    /// <summary>What tells two texts apart.</summary>
    public static string TagOf(string yaml) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yaml)))[..32]}\"";

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<WorkflowItem> All() =>
        [.. workflows.Names.Order(StringComparer.Ordinal).Select(workflows.FindByName).OfType<WorkflowFile>().Select(ItemOf)];

    /// <summary>One of them.</summary>
    /// <exception cref="ApiProblemException">There is none of that name.</exception>
    public WorkflowDetail Find(string name) => DetailOf(workflows.FindByName(name) ?? throw new ApiProblemException(
        ApiProblem.NotFound($"There is no workflow '{name}'. GET /api/v1/workflows lists those there are.")));

    /// <summary>Hash of the definition that a run would be started with now; null when there is none of that name, or it is faulty.</summary>
    public string? HashOf(string name) =>
        workflows.FindByName(name)?.Reading.Workflow is { } workflow ? WorkflowHash.Compute(workflow) : null;

    /// <summary>What is wrong with a text.</summary>
    public WorkflowCheck Check(string yaml)
    {
        var reading = WorkflowReader.Read(yaml, "workflow.yaml");
        var problems = ProblemsOf(reading);
        var graph = reading.Workflow is { } workflow ? DefinitionGraph.Of(workflow) : null;
        return new WorkflowCheck(problems.All(static p => p.Level != "error"), reading.Workflow?.Name, problems, graph);
    }

    /// <summary>Saves a workflow as a file of the project.</summary>
    /// <param name="name">Its name, which its text must have too.</param>
    /// <param name="yaml">Its text.</param>
    /// <param name="expected">Tag of the text that it replaces; null for whatever is there.</param>
    public WorkflowDetail Save(string name, string yaml, string? expected)
    {
        var check = Check(yaml);
        if (check.Problems.FirstOrDefault(static p => p.Level == "error") is { } first)
            throw new ApiProblemException(new ApiProblem(400, first.Code, "Faulty workflow", $"{first.Message} Line {first.Line}.") { Mend = first.Mend });
        if (check.Name != name)
            throw new AxleException(ErrorKind.Validation, $"The workflow names itself '{check.Name}', and is to be saved as '{name}'. Make them the same.");
        lock (_saving)
        {
            var present = workflows.FindByName(name);
            if (expected is not null && (present is null || TagOf(TextOf(present)) != expected))
            {
                throw new ApiProblemException(new ApiProblem(
                    412, "changed", "Changed meanwhile", $"Workflow '{name}' was changed since you read it. Read it again first."));
            }

            var folder = Path.Combine(directory, ProjectWorkflows.Folder);
            var path = present is not null && IsFile(present) ? present.Path : Path.Combine(folder, $"{name}.yaml");
            Directory.CreateDirectory(folder);
            // Whoever reads it meanwhile gets the old text whole, or the new one.
            File.WriteAllText(path + ".new", yaml);
            File.Move(path + ".new", path, overwrite: true);
        }

        return Find(name);
    }

    private WorkflowDetail DetailOf(WorkflowFile file)
    {
        var workflow = file.Reading.Workflow;
        return new WorkflowDetail(
            ItemOf(file),
            TextOf(file),
            workflow is null ? null : DefinitionGraph.Of(workflow),
            [.. workflows.InFolder().Select(static f => f.Reading.Workflow).OfType<Workflow>().Where(w => w.Name == workflow?.Name)
                .Select(static w => w.Version).OfType<string>().Distinct().OrderDescending(StringComparer.Ordinal)],
            workflow?.Inputs.ToDictionary(static i => i.Key, static i => WorkflowInputItem.Of(i.Value)) ?? [],
            workflow is null ? null : SchemaOf(workflow),
            ProblemsOf(file.Reading));
    }

    private IReadOnlyList<WorkflowProblem> ProblemsOf(WorkflowReading reading) => reading.Workflow is { } workflow
        ? [.. references.Check(workflow).Select(WorkflowProblem.Of)]
        : [.. reading.Faults.Select(WorkflowProblem.Of)];

    private WorkflowItem ItemOf(WorkflowFile file)
    {
        var workflow = file.Reading.Workflow;
        return new WorkflowItem(
            workflow?.Name ?? Path.GetFileNameWithoutExtension(file.Path), workflow?.Version, workflow?.Description, workflow?.Tags ?? [],
            IsFile(file) ? Path.GetRelativePath(directory, file.Path) : file.Path, IsFile(file), workflow?.Steps.Length ?? 0,
            [.. workflow?.Inputs.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>()],
            workflow?.On?.Schedules.Length ?? 0, file.Reading.Faults.Count);
    }

    private static string TextOf(WorkflowFile file) => file switch
    {
        _ when file.Path.StartsWith(Library, StringComparison.Ordinal) => BuiltInLibrary.Read(file.Path[Library.Length..]),
        _ when IsFile(file) => File.ReadAllText(file.Path),
        _ => WorkflowWriter.ToYaml(file.Reading.Require()),
    };

    private static bool IsFile(WorkflowFile file) =>
        !file.Path.StartsWith(Library, StringComparison.Ordinal) && !file.Path.StartsWith(Host, StringComparison.Ordinal);

    private static JsonElement SchemaOf(Workflow workflow)
    {
        var properties = new JsonObject();
        foreach (var (name, input) in workflow.Inputs.OrderBy(static i => i.Key, StringComparer.Ordinal))
            properties[name] = JsonNode.Parse(input.Schema.GetRawText());
        var required = workflow.Inputs.Where(static i => i.Value.Required).Select(static i => (JsonNode?)i.Key).ToArray();
        return JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray(required),
            ["additionalProperties"] = false,
        });
    }
}
