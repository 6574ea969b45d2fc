using System.Buffers;
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
/// <remarks>
/// The best few are found without looking at everybody: words go from those that can give most to those that can give least, and once all the
/// rest together cannot lift a newcomer above the best, it is only looked up for agents that are in already (MaxScore; H. Turtle and J. Flood, 1995).
/// </remarks>
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
    private readonly float[] _most;
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
        _most = [.. _postings.Select((posting, word) => _idf[word] * posting.Max(static p => p.Weight))];
        _unknownIdf = _idf.Length == 0 ? 1 : _idf.Average();
        _words = words.Select(static (word, i) => KeyValuePair.Create(word, i)).ToFrozenDictionary(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Finds the agents that answer best.</summary>
    /// <param name="question">The words asked for.</param>
    /// <param name="best">Filled with the best, the highest score first; among equals the lower number, which is the earlier id.</param>
    /// <returns>How many there are; agents that know no word of the question are not among them.</returns>
    public int Best(in Question question, Span<ScoredAgent> best)
    {
        Span<int> words = stackalloc int[MaxWords];
        words = words[..Known(question, words, out var asked)];
        var scores = ArrayPool<float>.Shared.Rent(Math.Max(_agents, 1));
        var touched = ArrayPool<int>.Shared.Rent(Math.Max(_agents, 1));
        try
        {
            scores.AsSpan(0, _agents).Clear();
            var count = Add(words, scores, touched, best.Length);
            return Choose(scores, touched.AsSpan(0, count), asked, best);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
            ArrayPool<int>.Shared.Return(touched);
        }
    }

    /// <summary>How well one agent answers, 0 to 1.</summary>
    public float ScoreOf(int agent, in Question question)
    {
        var (score, asked) = (0f, 0f);
        foreach (var word in question.Words)
        {
            asked += IdfOf(word);
            if (word >= 0)
                score += _idf[word] * WeightOf(_postings[word], agent);
        }

        return asked > 0 ? score / asked : 0;
    }

    /// <summary>The number of a word; -1 for a word that no agent knows.</summary>
    public int WordOf(ReadOnlySpan<char> word) => _words.TryGetValue(word, out var number) ? number : -1;

    /// <summary>How much a word tells.</summary>
    public float IdfOf(int word) => word < 0 ? _unknownIdf : _idf[word];

    /// <summary>How many agents the index holds.</summary>
    public int Count => _agents;

    /// <summary>The known words of a question, those that can give most first.</summary>
    private int Known(in Question question, Span<int> words, out float asked)
    {
        var count = 0;
        asked = 0;
        foreach (var word in question.Words)
        {
            asked += IdfOf(word);
            if (word < 0)
                continue;
            var place = count++;
            for (; place > 0 && _most[words[place - 1]] < _most[word]; place--)
                words[place] = words[place - 1];
            words[place] = word;
        }

        return count;
    }

    private int Add(ReadOnlySpan<int> words, Span<float> scores, Span<int> touched, int wanted)
    {
        var (count, rest) = (0, 0f);
        foreach (var word in words)
            rest += _most[word];
        for (var i = 0; i < words.Length; i++)
        {
            // Rounding may make the sum of the rest a little too small.
            if (count >= wanted && rest * 1.0001f < Threshold(scores, touched[..count], wanted))
            {
                Complete(words[i..], scores, touched[..count]);
                break;
            }

            foreach (var posting in _postings[words[i]])
            {
                ref var score = ref scores[posting.Agent];
                if (score == 0)
                    touched[count++] = posting.Agent;
                score += _idf[words[i]] * posting.Weight;
            }

            rest -= _most[words[i]];
        }

        return count;
    }

    /// <summary>Adds the last words to agents that are in already: by going through whichever is shorter, the agents or the postings.</summary>
    private void Complete(ReadOnlySpan<int> words, Span<float> scores, ReadOnlySpan<int> touched)
    {
        foreach (var word in words)
        {
            var (postings, idf) = (_postings[word], _idf[word]);
            if (touched.Length * 8 < postings.Length)
            {
                foreach (var agent in touched)
                    scores[agent] += idf * WeightOf(postings, agent);
                continue;
            }

            foreach (var posting in postings)
            {
                ref var score = ref scores[posting.Agent];
                if (score != 0)
                    score += idf * posting.Weight;
            }
        }
    }

    /// <summary>The lowest of the highest scores.</summary>
    private static float Threshold(ReadOnlySpan<float> scores, ReadOnlySpan<int> touched, int wanted)
    {
        Span<ScoredAgent> best = stackalloc ScoredAgent[wanted];
        return Choose(scores, touched, 1, best) == wanted ? best[^1].Score : 0;
    }

    private static int Choose(ReadOnlySpan<float> scores, ReadOnlySpan<int> touched, float asked, Span<ScoredAgent> best)
    {
        var (count, least) = (0, 0f);
        foreach (var agent in touched)
        {
            // One comparison sends most of them home.
            var score = scores[agent];
            if (count == best.Length && score < least)
                continue;
            var candidate = new ScoredAgent(agent, score);
            if (count == best.Length && !candidate.IsBefore(best[^1]))
                continue;
            var place = count < best.Length ? count++ : count - 1;
            for (; place > 0 && candidate.IsBefore(best[place - 1]); place--)
                best[place] = best[place - 1];
            best[place] = candidate;
            least = best[count - 1].Score;
        }

        foreach (ref var found in best[..count])
            found = found with { Score = found.Score / asked };
        return count;
    }

    private static float WeightOf(Posting[] postings, int agent)
    {
        var (low, high) = (0, postings.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (postings[middle].Agent == agent)
                return postings[middle].Weight;
            if (postings[middle].Agent < agent)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return 0;
    }

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
