using System.Collections.Frozen;
using Axle.Agents.Definition;

namespace Axle.Agents.Routing;

/// <summary>The actions of one agent by name, by alias and by words.</summary>
internal sealed class ActionIndex
{
    private const float NameWeight = 1f;
    private const float DescriptionWeight = 0.35f;

    private readonly CapabilityIndex _index;
    private readonly FrozenDictionary<string, ActionDefinition> _byName;
    private readonly FrozenDictionary<string, ActionDefinition> _byAlias;
    private readonly Entry[] _entries;

    public ActionIndex(AgentDefinition agent, CapabilityIndex index)
    {
        _index = index;
        _byName = agent.Actions.ToFrozenDictionary(static action => action.Name, StringComparer.OrdinalIgnoreCase);
        _byAlias = agent.Actions.SelectMany(static action => action.Aliases.Select(alias => KeyValuePair.Create(alias, action)))
            .DistinctBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _entries = [.. agent.Actions.Select(Describe)];
    }

    public ActionDefinition? Named(string name) => _byName.GetValueOrDefault(name);

    public ActionDefinition? Aliased(string alias) => _byAlias.GetValueOrDefault(alias);

    /// <summary>
    /// The action whose words answer best to the question. Callers never take an action with effects on the outside world from here:
    /// such an action has to be named.
    /// </summary>
    /// <returns>The action and 0 to 1: the share of the question's information that its words cover; null and 0 when it has none.</returns>
    public (ActionDefinition? Action, float Confidence) Nearest(in Question question)
    {
        var (best, bestScore) = (default(ActionDefinition), 0f);
        var asked = 0f;
        foreach (var word in question.Words)
            asked += _index.IdfOf(word);
        foreach (var entry in _entries)
        {
            var score = 0f;
            foreach (var word in question.Words)
                score += word >= 0 && entry.Words.TryGetValue(word, out var weight) ? _index.IdfOf(word) * weight : 0f;
            // A short name that is wholly covered fits better than a long one of which the same words are a part.
            score = asked <= 0 ? 0 : score / asked * (1f - (0.02f * Math.Min(entry.NameWords, 5)));
            if (score > bestScore)
                (best, bestScore) = (entry.Action, score);
        }

        return (best, bestScore);
    }

    private Entry Describe(ActionDefinition action)
    {
        var words = new Dictionary<int, float>();
        Add(action.Name, NameWeight, words);
        var nameWords = words.Count;
        foreach (var alias in action.Aliases)
            Add(alias, NameWeight, words);
        Add(action.Description, DescriptionWeight, words);
        return new Entry(action, words.ToFrozenDictionary(), nameWords);
    }

    private void Add(string text, float weight, Dictionary<int, float> words)
    {
        var reader = new WordReader(text, stackalloc char[WordReader.MaxWord]);
        while (reader.Read())
        {
            var number = _index.WordOf(reader.Word);
            if (number >= 0)
                words[number] = Math.Max(words.GetValueOrDefault(number), weight);
        }
    }

    private sealed record Entry(ActionDefinition Action, FrozenDictionary<int, float> Words, int NameWords);
}
