using System.Globalization;
using System.Text;

namespace Axle.Schemas.Formats;

/// <summary>
/// One label of an international host name: the code points that RFC 5892 allows, and its rules for those that depend on
/// their neighbours. Right-to-left rules (RFC 5893) are not checked.
/// </summary>
internal static class InternationalLabel
{
    private const int LongestLabel = 63;
    private const int MiddleDot = 0x00B7;
    private const int KatakanaMiddleDot = 0x30FB;

    // RFC 5892, 2.6: exceptions to the general categories.
    private static readonly HashSet<int> Always = [0x00DF, 0x03C2, 0x06FD, 0x06FE, 0x0F0B, 0x3007];
    private static readonly HashSet<int> Never =
        [0x0640, 0x07FA, 0x302E, 0x302F, 0x3031, 0x3032, 0x3033, 0x3034, 0x3035, 0x303B];

    public static bool IsValid(string label)
    {
        if (label.Length == 0 || label[0] == '-' || label[^1] == '-' || (label.Length >= 4 && label[2] == '-' && label[3] == '-')
            || (!label.All(char.IsAscii) && Punycode.EncodedLength(label) + 4 > LongestLabel))
        {
            return false;
        }

        var runes = label.EnumerateRunes().ToList();
        return !IsMark(runes[0]) && Enumerable.Range(0, runes.Count).All(at => IsAllowed(runes, at));
    }

    private static bool IsAllowed(List<Rune> runes, int at)
    {
        var value = runes[at].Value;
        if (Never.Contains(value))
        {
            return false;
        }

        return value switch
        {
            MiddleDot => Is(runes, at - 1, 'l') && Is(runes, at + 1, 'l'),
            0x0375 => at + 1 < runes.Count && IsGreek(runes[at + 1].Value),
            0x05F3 or 0x05F4 => at > 0 && runes[at - 1].Value is >= 0x0590 and <= 0x05FF,
            KatakanaMiddleDot => runes.Any(rune => IsJapanese(rune.Value)),
            0x200C or 0x200D => at > 0 && IsVirama(runes[at - 1].Value),
            >= 0x0660 and <= 0x0669 => !runes.Any(rune => rune.Value is >= 0x06F0 and <= 0x06F9),
            >= 0x06F0 and <= 0x06F9 => !runes.Any(rune => rune.Value is >= 0x0660 and <= 0x0669),
            '-' => true,
            _ => Always.Contains(value) || IsLetterOrDigit(runes[at]),
        };
    }

    private static bool Is(List<Rune> runes, int at, char letter) => at >= 0 && at < runes.Count && runes[at].Value == letter;

    private static bool IsLetterOrDigit(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark || rune.Value is >= 'A' and <= 'Z';

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsGreek(int value) => value is (>= 0x0370 and <= 0x03FF and not 0x0375) or (>= 0x1F00 and <= 0x1FFF);

    private static bool IsJapanese(int value) => value is (>= 0x3041 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF)
        or 0x3005 or 0x3007 or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2FA1F);

    private static bool IsVirama(int value) => value is 0x094D or 0x09CD or 0x0A4D or 0x0ACD or 0x0B4D or 0x0BCD or 0x0C4D or 0x0CCD
        or 0x0D4D or 0x0DCA or 0x0E3A or 0x0F84 or 0x1039 or 0x1714 or 0x1734 or 0x17D2 or 0xA953 or 0xA9C0 or 0xAAF6;
}
