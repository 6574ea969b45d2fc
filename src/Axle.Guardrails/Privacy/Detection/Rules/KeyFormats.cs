using System.Collections.Frozen;

namespace Axle.Guardrails.Privacy.Detection.Rules;

/// <summary>Beginnings of keys and tokens that services give out, with the fewest characters of the whole.</summary>
internal static class KeyFormats
{
    private static readonly (string Prefix, int Least)[] Formats =
    [
        ("AKIA", 20), ("ASIA", 20), ("ABIA", 20), ("ACCA", 20), ("ghp_", 40), ("gho_", 40), ("ghu_", 40), ("ghs_", 40), ("ghr_", 40), ("github_pat_", 60),
        ("glpat-", 26), ("glptt-", 40), ("gldt-", 25), ("glrt-", 25), ("xoxb-", 24), ("xoxp-", 24), ("xoxa-", 24), ("xoxr-", 24), ("xoxs-", 24), ("xapp-", 30),
        ("sk_live_", 24), ("sk_test_", 24), ("rk_live_", 24), ("rk_test_", 24), ("pk_live_", 24), ("whsec_", 30), ("AIza", 39), ("ya29.", 40), ("GOCSPX-", 30),
        ("sk-ant-", 40), ("sk-proj-", 40), ("sk-or-", 40), ("sk-", 35), ("gsk_", 40), ("hf_", 30), ("r8_", 30), ("pplx-", 40), ("xai-", 40), ("npm_", 36), ("pypi-", 50),
        ("SG.", 50), ("key-", 36), ("dop_v1_", 60), ("doo_v1_", 60), ("shpat_", 36), ("shpss_", 36), ("shpca_", 36), ("sq0atp-", 28), ("sq0csp-", 40), ("EAAA", 60),
        ("dapi", 36), ("lin_api_", 40), ("ntn_", 40), ("dp.pt.", 40), ("AGE-SECRET-KEY-1", 60), ("ATATT3", 60), ("pscale_", 40), ("sbp_", 40), ("HRKU-", 30),
        ("glc_", 40), ("glsa_", 40), ("hvs.", 40), ("hvb.", 60), ("NRAK-", 30), ("PMAK-", 50), ("pul-", 40), ("figd_", 40), ("tfp_", 40), ("rubygems_", 50), ("oy2", 46),
        ("AccountKey=", 60), ("SharedAccessSignature=", 40), ("EZAK", 50), ("FLWSECK", 30), ("dckr_pat_", 30), ("vercel_", 24), ("cfpat-", 40), ("CFPAT-", 40),
        ("sntrys_", 50), ("sntryu_", 50), ("LTAI", 20), ("AQVN", 38), ("y0_", 50), ("t1.", 80), ("MII", 400),
    ];

    private static readonly FrozenDictionary<char, (string Prefix, int Least)[]> ByFirst =
        Formats.GroupBy(static f => f.Prefix[0]).ToFrozenDictionary(static g => g.Key, static g => g.OrderByDescending(static f => f.Prefix.Length).ToArray());

    /// <summary>Whether the word is a key of a known service: it begins so, is long enough, and is no plain word.</summary>
    public static bool IsKey(ReadOnlySpan<char> word)
    {
        if (word.Length < 20 || !ByFirst.TryGetValue(word[0], out var formats))
            return false;
        foreach (var (prefix, least) in formats)
        {
            if (word.Length >= least && word.StartsWith(prefix, StringComparison.Ordinal) && LooksRandom(word[prefix.Length..]))
                return true;
        }

        return false;
    }

    /// <summary>Whether a word has the mixture that chance gives: digits and letters, and no letter too often.</summary>
    public static bool LooksRandom(ReadOnlySpan<char> word)
    {
        if (word.Length < 12)
            return false;
        Span<int> counts = stackalloc int[128];
        var kinds = 0;
        foreach (var c in word)
        {
            if (c < 128)
                counts[c]++;
            kinds |= char.IsAsciiDigit(c) ? 1 : char.IsAsciiLetterUpper(c) ? 2 : char.IsAsciiLetterLower(c) ? 4 : 0;
        }

        var entropy = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                entropy -= (double)count / word.Length * Math.Log2((double)count / word.Length);
        }

        return System.Numerics.BitOperations.PopCount((uint)kinds) >= 2 && entropy > Math.Min(3.0, Math.Log2(word.Length) - 0.9);
    }
}
