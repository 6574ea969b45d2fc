using System.Collections.Immutable;
using Axle.Agents.BuiltIn;
using Axle.Agents.Definition;

namespace Axle.Agents.Library;

/// <summary>
/// Loads agents from three places; of two agents with the same id the later place wins: the built-in library, then the user's
/// folder (<c>~/.axle/agents</c>), then the workspace's (<c>.axle/agents</c>).
/// </summary>
public static class AgentLibrary
{
    /// <summary>Most files that are read from one folder.</summary>
    public const int MaxFilesPerFolder = 1000;

    private const string Folder = ".axle/agents";

    // What is inside the program never changes while it runs.
    private static readonly Lazy<ImmutableArray<AgentReading>> Shipped = new(ReadShipped);

    /// <summary>Loads everything for one workspace.</summary>
    /// <param name="home">The user's home directory; null to leave it out.</param>
    /// <param name="workspace">The workspace; null to leave it out.</param>
    public static LoadedAgents Load(string? home, string? workspace)
    {
        var loader = new Loader();
        foreach (var reading in Shipped.Value)
            loader.Add(reading);
        loader.AddFolder(home, "~/" + Folder, AgentOrigin.User);
        loader.AddFolder(workspace, Folder, AgentOrigin.Workspace);
        return loader.ToLoaded();
    }

    /// <summary>The built-in agents alone.</summary>
    public static LoadedAgents BuiltIn() => Load(null, null);

    // Every command of the CLI waits for this: the files are read side by side.
    private static ImmutableArray<AgentReading> ReadShipped()
    {
        var names = BuiltInLibrary.Names("agents", ".md");
        var readings = new AgentReading[names.Count];
        Parallel.For(0, names.Count, at => readings[at] = AgentFile.ReadShipped($"library/agents/{names[at]}.md", BuiltInLibrary.Read($"agents/{names[at]}.md")));
        return [.. readings];
    }

    private sealed class Loader
    {
        private readonly Dictionary<string, AgentDefinition> _agents = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<AgentFault> _faults = [];
        private readonly List<string> _overridden = [];

        public void Add(AgentReading reading)
        {
            _faults.AddRange(reading.Faults);
            if (reading.Agent is not { } agent)
                return;
            if (_agents.TryGetValue(agent.Id, out var former))
                _overridden.Add($"{agent.Source} stands in for agent '{agent.Id}' of {former.Source}.");
            _agents[agent.Id] = agent;
        }

        public void AddFolder(string? root, string label, AgentOrigin origin)
        {
            if (root is null || !Directory.Exists(Path.Combine(root, Folder)))
                return;
            var files = Directory.EnumerateFiles(Path.Combine(root, Folder), "*.md")
                .Order(StringComparer.Ordinal).Take(MaxFilesPerFolder + 1).ToList();
            if (files.Count > MaxFilesPerFolder)
                _faults.Add(new AgentFault(label, 1, 1, $"the folder has more than {MaxFilesPerFolder} agent files; the rest is not read."));
            foreach (var file in files.Take(MaxFilesPerFolder))
                AddFile(file, $"{label}/{Path.GetFileName(file)}", label, origin);
        }

        public LoadedAgents ToLoaded() => new(
            [.. _agents.Values.OrderBy(static agent => agent.Id, StringComparer.Ordinal)], [.. _faults], [.. _overridden]);

        private void AddFile(string file, string label, string folder, AgentOrigin origin)
        {
            if (string.Equals(Path.GetFileName(file), "README.md", StringComparison.OrdinalIgnoreCase))
                return;
            try
            {
                // Checked before reading, so that a huge file cannot fill the memory; UTF-8 has at most 4 bytes a character.
                if (new FileInfo(file).Length > 4L * AgentFile.MaxLength)
                {
                    _faults.Add(new AgentFault(label, 1, 1, $"the file is too large; an agent file has at most {AgentFile.MaxLength} characters."));
                    return;
                }

                var reading = AgentFile.Read(label, File.ReadAllText(file));
                if (reading.Agent is { } agent && _agents.GetValueOrDefault(agent.Id) is { } other && other.Source.StartsWith(folder, StringComparison.Ordinal))
                    _faults.Add(new AgentFault(label, 2, 1, $"agent '{agent.Id}' is already defined by {other.Source}; give one of them another id."));
                else
                    Add(reading with { Agent = reading.Agent is { } read ? read with { Origin = origin } : null });
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                _faults.Add(new AgentFault(label, 1, 1, $"the file cannot be read: {fault.Message}"));
            }
        }
    }
}
