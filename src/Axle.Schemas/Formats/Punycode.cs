using System.Text;

namespace Axle.Schemas.Formats;

/// <summary>Punycode (RFC 3492): how international labels are written in ASCII, without the <c>xn--</c>.</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int SmallestThreshold = 1;
    private const int LargestThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int FirstBias = 72;
    private const int FirstCodePoint = 128;

    /// <summary>Decodes a label; null when it is no punycode.</summary>
    public static string? TryDecode(string text)
    {
        var dash = text.LastIndexOf('-');
        var output = new List<int>(text[..Math.Max(dash, 0)].Select(letter => (int)letter));
        var (codePoint, index, bias) = (FirstCodePoint, 0L, FirstBias);
        for (var at = dash + 1; at < text.Length;)
        {
            var before = index;
            var weight = 1L;
            for (var k = Base; ; k += Base)
            {
                var digit = at < text.Length ? Digit(text[at++]) : -1;
                index += digit * weight;
                if (digit < 0 || index > int.MaxValue)
                {
                    return null;
                }

                var threshold = Threshold(k, bias);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (weight > int.MaxValue)
                {
                    return null;
                }
            }

            bias = Adapt(index - before, output.Count + 1, before == 0);
            codePoint += (int)(index / (output.Count + 1));
            index %= output.Count + 1;
            if (!Rune.IsValid(codePoint))
            {
                return null;
            }

            output.Insert((int)index++, codePoint);
        }

        return string.Concat(output.Select(char.ConvertFromUtf32));
    }

    /// <summary>How many characters the encoded label has.</summary>
    public static int EncodedLength(string label)
    {
        var input = label.EnumerateRunes().Select(rune => rune.Value).ToList();
        var plain = input.Count(codePoint => codePoint < FirstCodePoint);
        var (length, done, codePointNow, delta, bias) = (plain > 0 ? plain + 1 : 0, plain, FirstCodePoint, 0L, FirstBias);
        while (done < input.Count)
        {
            var next = input.Where(codePoint => codePoint >= codePointNow).Min();
            delta += (long)(next - codePointNow) * (done + 1);
            codePointNow = next;
            foreach (var codePoint in input)
            {
                delta += codePoint < codePointNow ? 1 : 0;
                if (codePoint != codePointNow)
                {
                    continue;
                }

                length += DigitsOf(delta, bias);
                bias = Adapt(delta, done + 1, done == plain);
                delta = 0;
                done++;
            }

            delta++;
            codePointNow++;
        }

        return length;
    }

    private static int DigitsOf(long delta, int bias)
    {
        var count = 1;
        for (var k = Base; delta >= Threshold(k, bias); k += Base)
        {
            delta = (delta - Threshold(k, bias)) / (Base - Threshold(k, bias));
            count++;
        }

        return count;
    }

    private static int Threshold(int k, int bias) => Math.Clamp(k - bias, SmallestThreshold, LargestThreshold);

    private static int Adapt(long delta, int count, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        while (delta > (Base - SmallestThreshold) * LargestThreshold / 2)
        {
            delta /= Base - SmallestThreshold;
            k += Base;
        }

        return k + (int)((Base - SmallestThreshold + 1) * delta / (delta + Skew));
    }

    private static int Digit(char letter) => letter switch
    {
        >= 'a' and <= 'z' => letter - 'a',
        >= '0' and <= '9' => letter - '0' + 26,
        _ => -1,
    };
}
