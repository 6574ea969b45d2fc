using Axle.Agents.Definition;

namespace Axle.Agents.Routing;

/// <summary>The actions of one agent by name, by alias and by words.</summary>
internal sealed class ActionIndex
{
    private const float NameWeight = 1f;
    private const float DescriptionWeight = 0.35f;

    private readonly CapabilityIndex _index;
    // Plain dictionaries: a frozen one looks up faster, and costs more to make than all look-ups of its agent will ever save.
    private readonly Dictionary<string, ActionDefinition> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActionDefinition> _byAlias = new(StringComparer.OrdinalIgnoreCase);
    private readonly Entry[] _entries;

    public ActionIndex(AgentDefinition agent, CapabilityIndex index)
    {
        _index = index;
        foreach (var action in agent.Actions)
        {
            _byName.Add(action.Name, action);
            foreach (var alias in action.Aliases)
                _byAlias.TryAdd(alias, action);
        }

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
        return new Entry(action, words, nameWords);
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

    private sealed record Entry(ActionDefinition Action, Dictionary<int, float> Words, int NameWords);
}
