using System.Collections.Immutable;
using Axle.Agents.Definition.Reading;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Guarding;

namespace Axle.Agents.Definition;

/// <summary>
/// Reads agent files: YAML front matter between two lines <c>---</c>, then the agent's instructions as Markdown. Reports every
/// fault of a file at once; an unknown key is a fault.
/// </summary>
public static class AgentFile
{
    /// <summary>Largest file, in characters.</summary>
    public const int MaxLength = 256 * 1024;

    private static readonly string[] Keys =
    [
        "id", "name", "description", "aliases", "specializations", "capabilities", "tools", "approvals", "models", "priority", "limits", "guardrails",
        "remote", "command", "actions",
    ];

    /// <summary>Reads one file.</summary>
    /// <param name="path">How messages name the file.</param>
    /// <param name="text">Its content.</param>
    public static AgentReading Read(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, new FaultList(path), path);
    }

    /// <summary>Reads a file that ships with the program. Its schemas are checked by the tests of this project and not again at every start.</summary>
    internal static AgentReading ReadShipped(string path, string text) => Read(text, new FaultList(path, checksSchemas: false), path);

    private static AgentReading Read(string text, FaultList faults, string path)
    {
        if (text.Length > MaxLength)
        {
            faults.Add(1, 1, $"the file has {text.Length} characters; an agent file has at most {MaxLength}.");
            return new AgentReading(null, faults.ToArray());
        }

        var parts = FrontMatter.Split(text, faults);
        var root = parts is null ? null : YamlTree.Parse(parts.Yaml, parts.FirstLine, faults);
        var agent = root is null ? null : ReadAgent(new MappingReader(root, "the agent", faults, Keys), parts!, path);
        var found = faults.ToArray();
        return new AgentReading(found.IsEmpty ? agent : null, found);
    }

    private static AgentDefinition ReadAgent(MappingReader reader, FrontMatter parts, string path)
    {
        var tools = reader.Texts("tools");
        var (remote, command) = (OutsideReader.ReadRemote(reader), OutsideReader.ReadCommand(reader));
        if (remote is not null && command is not null)
            reader.FaultAt("command", "an agent is either remote or a command; remove 'remote' or 'command'.");
        var isOutside = remote is not null || command is not null;
        var actions = ReadActions(reader, tools, isOutside);
        if (parts.Body.Length == 0 && !isOutside && (actions.IsEmpty || actions.Any(static action => action.Tool is null)))
            reader.Fault(parts.BodyLine, 1, "the agent has no instructions: write its role below the second line '---'.");
        return new AgentDefinition
        {
            Id = reader.Identifier("id"),
            Name = reader.Text("name"),
            Description = reader.Text("description"),
            Aliases = reader.Texts("aliases"),
            Specializations = reader.Texts("specializations"),
            Capabilities = ReadCapabilities(reader),
            Tools = tools,
            Approvals = reader.Texts("approvals"),
            Models = reader.Objects("models", required: false, ["provider", "model"],
                static model => new ModelPreference(model.Text("provider"), model.OptionalText("model"))),
            Priority = reader.Whole("priority", -100, 100) ?? 0,
            Limits = OutsideReader.ReadLimits(reader),
            Guardrails = ReadGuardrails(reader),
            Remote = remote,
            Command = command,
            Actions = actions,
            Instructions = parts.Body,
            Source = path,
        };
    }

    private static AgentGuardrails ReadGuardrails(MappingReader reader) => reader.Find("guardrails") is { } section
        ? AgentGuardrailsReader.Read(section, (line, column, message) => reader.Fault((int)line, (int)column, message))
        : AgentGuardrails.None;

    private static ImmutableArray<AgentCapability> ReadCapabilities(MappingReader reader) =>
        reader.Objects("capabilities", required: true, ["name", "confidence", "keywords"],
            static capability => new AgentCapability(
                capability.Text("name"),
                capability.Share("confidence"),
                capability.Texts("keywords")));

    private static ImmutableArray<ActionDefinition> ReadActions(MappingReader reader, ImmutableArray<string> tools, bool isOutside)
    {
        var actions = reader.Members("actions", ActionReader.Keys, (name, action) => ActionReader.Read(name, action, tools, isOutside));
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var action in actions)
        {
            foreach (var name in action.Aliases.Prepend(action.Name))
            {
                if (!names.TryAdd(name, action.Name))
                    reader.FaultAt("actions", $"'{name}' names both action '{names[name]}' and action '{action.Name}'; give one of them another name.");
            }
        }

        return actions;
    }
}
