using Axle.Guardrails.Input.Normalisation;
using Axle.Guardrails.Input.Rules;
using Axle.Guardrails.Input.Words;

namespace Axle.Guardrails.Input.Model;

/// <summary>
/// Turns a piece of text into numbers of buckets: one group for words and their meaning, one for letters. Every bucket counts once. Reused from piece to
/// piece; nothing is allocated when it is warm. Not for two threads at once.
/// </summary>
internal sealed class Features
{
    /// <summary>Buckets of a head, a power of two.</summary>
    public const int Buckets = 1 << 17;

    /// <summary>Letters looked at in one piece.</summary>
    public const int MaxLetters = 4096;

    private const int PairReach = 5;
    private const int ShortestGram = 3;
    private const int LongestGram = 5;

    /// <summary>Flags of <see cref="Disguise"/>.</summary>
    private const int DisguiseBits = 16;

    private readonly char[] _small = new char[MaxLetters];
    private readonly char[] _dense = new char[MaxLetters + 2];
    private readonly WordList _words = new();
    private readonly Place _place = new();
    private readonly FeatureGroup _meaning = new(1 << 15);
    private readonly FeatureGroup _circumstances = new(1 << 7);
    private readonly FeatureGroup _letters = new(1 << 14);

    /// <summary>Buckets of words and their meaning.</summary>
    public ReadOnlySpan<int> Meaning => _meaning.Buckets;

    /// <summary>Buckets of rules that are met, of what was taken off, of shape and surroundings. They share the weights' table with the meaning.</summary>
    public ReadOnlySpan<int> Circumstances => _circumstances.Buckets;

    /// <summary>Buckets of letters in rows of three to five.</summary>
    public ReadOnlySpan<int> Letters => _letters.Buckets;

    /// <summary>The rules over words that the piece meets, as bits.</summary>
    public ulong Rules { get; private set; }

    /// <summary>Reads the view that the next pieces are cut from, so that they can be seen against it.</summary>
    public void ReadView(string view) => _place.ReadView(view);

    /// <summary>Reads a piece.</summary>
    /// <param name="text">Normalised text; what is beyond <see cref="MaxLetters"/> is not read.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="disguise">What was taken off it.</param>
    /// <param name="surroundings">The kind of text around it.</param>
    /// <param name="start">Where it begins in the view that <see cref="ReadView"/> was told of last; not used for prompts.</param>
    public void Read(ReadOnlySpan<char> text, TextSource source, Disguise disguise, Surroundings surroundings, int start = 0)
    {
        text = text.Length > MaxLetters ? text[..MaxLetters] : text;
        var small = _small.AsSpan(0, text.ToLowerInvariant(_small));
        _words.Read(small);
        _meaning.Clear();
        _circumstances.Clear();
        _letters.Clear();
        Rules = RuleBook.Match(_words.Words, source);
        AddWords(_words.Words);
        AddConcepts(_words.Words);
        AddEnds(small);
        AddCircumstances(text, disguise, surroundings);
        if (source != TextSource.User)
            AddPlace(small, start, surroundings);
        AddLetters(small);
    }

    private static ulong Key(char kind, ulong first, ulong second = 0, ulong third = 0) =>
        WordHash.Add(WordHash.Add(WordHash.Add(WordHash.Add(WordHash.Start, kind), first), second), third);

    private void AddWords(ReadOnlySpan<Word> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            _meaning.Add(Key('w', words[i].Hash));
            if (i > 0)
                _meaning.Add(Key('b', words[i - 1].Hash, words[i].Hash));
        }
    }

    /// <summary>Concepts, pairs of them that are near, and rows of two and three words with concepts in the place of the words that have one.</summary>
    private void AddConcepts(ReadOnlySpan<Word> words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            var here = words[i].Concepts;
            if (here != 0)
            {
                _meaning.Add(Key('c', here));
                for (var j = i + 1; j < words.Length && j <= i + PairReach; j++)
                {
                    if (words[j].Concepts != 0)
                        _meaning.Add(Key('p', here, words[j].Concepts));
                }
            }

            if (i > 0)
                _meaning.Add(Key('k', Meant(words[i - 1]), Meant(words[i])));
            if (i > 1)
                _meaning.Add(Key('K', Meant(words[i - 2]), Meant(words[i - 1]), Meant(words[i])));
        }
    }

    private static ulong Meant(in Word word) => word.Concepts != 0 ? word.Concepts : word.Hash;

    /// <summary>How sentences begin, and the words of the last one: attacks are often put at the end.</summary>
    private void AddEnds(ReadOnlySpan<char> small)
    {
        var words = _words.Words;
        var last = LastSentence(small);
        var hasSeveral = last > 0;
        var isStart = true;
        for (var i = 0; i < words.Length; i++)
        {
            if (isStart)
            {
                _meaning.Add(Key('s', Meant(words[i])));
                if (i + 1 < words.Length)
                    _meaning.Add(Key('S', Meant(words[i]), Meant(words[i + 1])));
            }

            if (hasSeveral && words[i].Start >= last)
            {
                _meaning.Add(Key('l', Meant(words[i])));
                if (i > 0)
                    _meaning.Add(Key('L', Meant(words[i - 1]), Meant(words[i])));
            }

            isStart = small[words[i].Start] is '.' or '!' or '?' or ':' or ';' or '"';
        }
    }

    private static int LastSentence(ReadOnlySpan<char> small)
    {
        for (var i = small.Length - 4; i > 0; i--)
        {
            if (small[i] is '\n' || (small[i] is '.' or '!' or '?' or ':' && char.IsWhiteSpace(small[i + 1])))
                return i + 1;
        }

        return 0;
    }

    private void AddCircumstances(ReadOnlySpan<char> text, Disguise disguise, Surroundings surroundings)
    {
        for (var i = 0; i < RuleBook.All.Count; i++)
        {
            if ((Rules & (1UL << i)) != 0)
                _circumstances.Add(Key('r', (ulong)i));
        }

        for (var bit = 0; bit < DisguiseBits; bit++)
        {
            if (((int)disguise & (1 << bit)) != 0)
                _circumstances.Add(Key('d', (ulong)bit));
        }

        var traits = Traits.Of(text);
        _circumstances.Add(Key('n', (ulong)traits.Length));
        _circumstances.Add(Key('u', (ulong)traits.Shouted));
        _circumstances.Add(Key('f', (ulong)traits.Foreign));
        _circumstances.Add(Key('h', (ulong)surroundings, (ulong)traits.Shape));
        _circumstances.Add(Key('H', (ulong)surroundings, (ulong)traits.Shape, (ulong)traits.Length));
        if (_words.Words is [var first, ..])
            _circumstances.Add(Key('q', (ulong)surroundings, Meant(first)));
    }

    private void AddPlace(ReadOnlySpan<char> small, int start, Surroundings surroundings)
    {
        _circumstances.Add(Key('o', (ulong)_place.SharedOf(small, _words.Words, start), (ulong)surroundings));
        if (surroundings == Surroundings.Data)
            _circumstances.Add(Key('v', _place.NameBefore(start)));
    }

    /// <summary>Letters in rows of three to five, blanks run together.</summary>
    private void AddLetters(ReadOnlySpan<char> small)
    {
        var length = 0;
        _dense[length++] = ' ';
        foreach (var unit in small)
        {
            if (!char.IsWhiteSpace(unit))
                _dense[length++] = unit;
            else if (_dense[length - 1] != ' ')
                _dense[length++] = ' ';
        }

        for (var start = 0; start + ShortestGram <= length; start++)
        {
            var hash = WordHash.Start;
            for (var i = 0; i < LongestGram && start + i < length; i++)
            {
                hash = WordHash.Add(hash, _dense[start + i]);
                if (i + 1 >= ShortestGram)
                    _letters.Add(hash);
            }
        }
    }
}
