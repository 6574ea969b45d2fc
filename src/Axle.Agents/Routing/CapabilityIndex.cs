using System.Collections.Frozen;
using System.Collections.Immutable;
using Axle.Agents.Definition;

namespace Axle.Agents.Routing;

/// <summary>
/// An inverted index from words to agents. An agent's score for a question is the share of the question's information that the
/// agent answers to: the sum of idf × weight over the words it knows, divided by the sum of idf over all words asked for, where
/// idf = ln(1 + agents / agents that know the word) (K. Spärck Jones, 1972) and a word that nobody knows counts as
/// much as the mean known word. Weights lie between 0 and 1 and say where the agent names the word.
/// </summary>
internal sealed class CapabilityIndex
{
    /// <summary>More words of a question are not read.</summary>
    public const int MaxWords = 64;

    private const float NameWeight = 1f;
    private const float ActionWeight = 0.95f;
    private const float SpecializationWeight = 0.85f;
    private const float DescriptionWeight = 0.3f;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _words;
    private readonly Posting[][] _postings;
    private readonly float[] _idf;
    private readonly float _unknownIdf;
    private readonly int _agents;

    public CapabilityIndex(ImmutableArray<AgentDefinition> agents)
    {
        _agents = agents.Length;
        var weights = new Dictionary<string, Dictionary<int, float>>(StringComparer.Ordinal);
        for (var i = 0; i < agents.Length; i++)
            AddAgent(agents[i], i, weights);
        var words = weights.Keys.Order(StringComparer.Ordinal).ToArray();
        _postings =
            [.. words.Select(
                word => weights[word].Select(static pair => new Posting(pair.Key, pair.Value)).OrderBy(static posting => posting.Agent).ToArray())];
        _idf = [.. _postings.Select(posting => Idf(agents.Length, posting.Length))];
        _unknownIdf = _idf.Length == 0 ? 1 : _idf.Average();
        _words = words.Select(static (word, i) => KeyValuePair.Create(word, i)).ToFrozenDictionary(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Scores every agent, 0 to 1.</summary>
    /// <param name="question">The words asked for.</param>
    /// <param name="scores">One place for each agent, zeroed by the caller.</param>
    public void Score(in Question question, Span<float> scores)
    {
        var asked = 0f;
        foreach (var word in question.Words)
        {
            var idf = word < 0 ? _unknownIdf : _idf[word];
            asked += idf;
            if (word < 0)
                continue;
            foreach (var posting in _postings[word])
                scores[posting.Agent] += idf * posting.Weight;
        }

        if (asked <= 0)
            return;
        for (var i = 0; i < _agents; i++)
            scores[i] /= asked;
    }

    /// <summary>The number of a word; -1 for a word that no agent knows.</summary>
    public int WordOf(ReadOnlySpan<char> word) => _words.TryGetValue(word, out var number) ? number : -1;

    /// <summary>How much a word tells.</summary>
    public float IdfOf(int word) => word < 0 ? _unknownIdf : _idf[word];

    /// <summary>How many agents the index holds.</summary>
    public int Count => _agents;

    private static float Idf(int agents, int knowing) => MathF.Log(1f + ((float)Math.Max(agents, 1) / Math.Max(knowing, 1)));

    private static void AddAgent(AgentDefinition agent, int number, Dictionary<string, Dictionary<int, float>> weights)
    {
        var entry = new Entry(number, weights);
        entry.Add(agent.Id, NameWeight);
        foreach (var alias in agent.Aliases)
            entry.Add(alias, NameWeight);
        foreach (var name in agent.Actions.SelectMany(static action => action.Aliases.Prepend(action.Name)))
            entry.Add(name, ActionWeight);
        foreach (var specialization in agent.Specializations)
            entry.Add(specialization, SpecializationWeight);
        foreach (var capability in agent.Capabilities)
        {
            entry.Add(capability.Name, (float)capability.Confidence);
            foreach (var keyword in capability.Keywords)
                entry.Add(keyword, (float)capability.Confidence * 0.9f);
        }

        foreach (var action in agent.Actions)
            entry.Add(action.Description, DescriptionWeight);
        entry.Add(agent.Name, SpecializationWeight);
        entry.Add(agent.Description, DescriptionWeight);
    }

    private readonly record struct Posting(int Agent, float Weight);

    private readonly struct Entry(int agent, Dictionary<string, Dictionary<int, float>> weights)
    {
        public void Add(string text, float weight)
        {
            var reader = new WordReader(text, stackalloc char[WordReader.MaxWord]);
            while (reader.Read())
            {
                var word = reader.Word.ToString();
                if (!weights.TryGetValue(word, out var agents))
                    weights[word] = agents = [];
                agents[agent] = Math.Max(agents.GetValueOrDefault(agent), weight);
            }
        }
    }
}
