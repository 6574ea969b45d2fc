using System.Text.Json;

namespace Axle.Tools.Tests.BuiltIn.Reports;

/// <summary>Builder inputs for tests.</summary>
internal static class ReviewInput
{
    /// <summary>A review with something of everything.</summary>
    public const string Full = """
        {
          "workspace": "shop",
          "steps": {
            "lint": { "agent": "quality", "action": "lint-codebase", "output": {
              "summary": "First paragraph.\nSecond paragraph.", "score": 78, "offline": true, "provider": "offline", "model": "evidence",
              "themes": [ { "title": "Long functions", "detail": "In one directory.", "severity": "medium" } ],
              "recommendations": [ { "title": "Split them", "detail": "Begin with the hottest.", "priority": "high", "effort": "small" }, "Plain advice" ],
              "evidence": {
                "code.structure": { "files": 12, "lines": 3400, "functions": 210, "averageComplexity": 2.5, "maxComplexity": 19,
                  "languages": [ { "language": "python", "files": 10, "lines": 3000 }, { "language": "yaml", "files": 2, "lines": 400 } ],
                  "complexityHistogram": [ { "label": "1–5", "count": 190 }, { "label": "6–10", "count": 18 }, { "label": "11+", "count": 2 } ],
                  "findings": [ { "rule": "code.long-function", "severity": "low", "confidence": 0.99, "file": "src/shop/cart.py", "line": 2, "endLine": 4,
                    "message": "'total' has 84 lines.", "why": "Long functions hide.", "remedy": "Cut it.", "language": "python" } ] },
                "code.duplication": { "percent": 3.4 } } } },
            "security": { "agent": "security", "action": "scan", "output": {
              "summary": "One key in the source.", "offline": true, "score": 40,
              "findings": [ { "rule": "sec.sql-concatenation", "severity": "high", "confidence": 0.8, "file": "src/shop/cart.py", "line": 3, "endLine": 3, "message": "Query from text.", "why": "Injection.", "remedy": "Use parameters." } ],
              "evidence": { "security.secrets": { "findings": [
                { "rule": "sec.hardcoded-secret", "severity": "critical", "confidence": 0.9, "file": "src/shop/cart.py", "line": 5, "endLine": 5, "message": "A key stands in the source.", "why": "Everyone can read it.", "remedy": "Move it." } ] } } } },
            "architecture": { "agent": "architect", "output": { "summary": "One cycle.", "evidence": {
              "code.modules": { "modules": [ { "id": "shop.a", "lines": 100 }, { "id": "shop.b", "lines": 50 }, { "id": "shop.c" } ],
                "edges": [ { "from": "shop.a", "to": "shop.b", "weight": 3 }, { "from": "shop.b", "to": "shop.a", "weight": 1 }, { "from": "shop.a", "to": "shop.c", "weight": 2 } ],
                "cycles": [ [ "shop.a", "shop.b", "shop.a" ] ] },
              "git.hotspots": { "hotSpots": [ { "file": "src/shop/cart.py", "commits": 40, "complexity": 60, "lines": 200, "authors": 3 }, { "file": "src/shop/tax.py", "commits": 4, "complexity": 9, "lines": 50 } ] } } } }
          },
          "run": { "id": "run-1", "workflow": "comprehensive-code-review", "status": "running", "startedAt": "2026-03-04T05:05:00Z",
            "steps": [
              { "key": "lint", "agent": "quality", "status": "succeeded", "startedAt": "2026-03-04T05:05:00Z", "endedAt": "2026-03-04T05:05:04Z", "attempts": 1 },
              { "key": "security", "agent": "security", "status": "succeeded", "startedAt": "2026-03-04T05:05:00Z", "endedAt": "2026-03-04T05:05:09Z",
                "attempts": [ { "number": 1, "startedAt": "2026-03-04T05:05:00Z", "endedAt": "2026-03-04T05:05:02Z", "error": "Too slow." }, { "number": 2, "startedAt": "2026-03-04T05:05:03Z", "endedAt": "2026-03-04T05:05:09Z" } ] },
              { "key": "bench", "status": "failed", "startedAt": "2026-03-04T05:05:09Z", "endedAt": "2026-03-04T05:05:10Z", "dependsOn": [ "lint" ], "error": "No benchmark found." } ],
            "decisions": [ { "at": "2026-03-04T05:05:00Z", "step": "lint", "kind": "agentRouting", "message": "'lint-code' is closest to 'lint-codebase'.", "confidence": 0.86 } ] }
        }
        """;

    /// <summary>The file that <see cref="Full"/> speaks of; line 5 holds the secret.</summary>
    public static string[] Cart { get; } =
        ["import db", "def total(name):", "    query = 'select ' + name", "    return db.run(query)", "KEY = '" + "abcd" + "1234'", "done = True"];

    /// <summary>Input whose only step reports these findings.</summary>
    public static JsonElement OfFindings(params IEnumerable<object> findings) =>
        JsonSerializer.SerializeToElement(new { steps = new { scan = new { agent = "quality", output = new { findings } } } });

    public static object Finding(
        string rule = "code.x", string severity = "medium", string file = "src/a.py", int line = 1, string message = "Something.", string why = "", string remedy = "", double confidence = 0.9) =>
        new { rule, severity, confidence, file, line, endLine = line, message, why, remedy };
}
