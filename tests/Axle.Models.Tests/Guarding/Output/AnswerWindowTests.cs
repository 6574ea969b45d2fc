using System.Text.RegularExpressions;
using Axle.Models.Guarding.Output;
using Microsoft.Extensions.AI;

namespace Axle.Models.Tests.Guarding.Output;

public sealed partial class AnswerWindowTests
{
    private const string Text = "The first key is sk-aaaaaaaaaaaaaaaa, and the second sk-bbbbbbbbbbbbbbbb. Nothing else here is a key, not sk- nor sk-cc; that is all there is to say.";

    [Fact]
    public void Wherever_a_stream_is_cut_nothing_of_what_is_taken_out_is_shown_and_all_the_rest_is()
    {
        var whole = Text.Replace("sk-aaaaaaaaaaaaaaaa", "[secrets removed]", StringComparison.Ordinal).Replace("sk-bbbbbbbbbbbbbbbb", "[secrets removed]", StringComparison.Ordinal);
        for (var first = 0; first <= Text.Length; first++)
        {
            for (var second = first; second <= Text.Length; second += 7)
                Shown(Text[..first], Text[first..second], Text[second..]).ShouldBe(whole, $"cut at {first} and {second}");
        }

        Shown([.. Text.Select(static c => c.ToString())]).ShouldBe(whole);
    }

    [Fact]
    public void What_is_held_back_is_no_more_than_the_window_and_a_word()
    {
        var window = new AnswerWindow(new Keys());
        var taken = 0;
        foreach (var piece in Enumerable.Repeat("word ", 200))
        {
            taken += piece.Length;
            window.Take(piece);
            (taken - window.Shown).ShouldBeLessThanOrEqualTo(Keys.Held + 5);
        }
    }

    [Fact]
    public void A_text_without_blanks_is_shown_too()
    {
        var window = new AnswerWindow(new Keys());
        var text = string.Concat(Enumerable.Repeat("語", 1000));
        (window.Take(text) + window.End()).ShouldBe(text);
    }

    private static string Shown(params string[] pieces)
    {
        var window = new AnswerWindow(new Keys());
        return string.Concat(pieces.Select(window.Take)) + window.End();
    }

    private sealed partial class Keys : IAnswerGuard
    {
        public const int Held = 24;

        public int HoldBack => Held;

        public bool Judges => false;

        public IReadOnlyList<AnswerFinding> Find(string text) =>
            [.. Form().Matches(text).Select(static m => new AnswerFinding(m.Index, m.Index + m.Length, "secrets", "key", AnswerAction.Sanitise))];

        public ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
            ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<AnswerFinding>>([]);

        [GeneratedRegex("sk-[a-z]{16}")]
        private static partial Regex Form();
    }
}
