using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>What was written down, and what became of it.</summary>
internal static class ConfigurationCodes
{
    public static readonly DoctorCode VariableNotTaken = new(
        "C301", "A variable or its file never reached the program", Severity.Warning, Layer.Configuration,
        """
        A process gets its variables when it starts, and never again. What was written into a `.env` file later is not known to it; a file that is not there, or that nobody reads (only docker compose, some libraries and some shells do), leaves the program with its defaults. A copy of a containerised program that is started by hand lacks what the container was given, and then calls names that only exist in the container's network. Ziggie itself reads no `.env`: what `${NAME}` and ZIGGIE__… mean is taken from its environment.
        Names of variables are shown, their values never.
        """,
        """
        Start the program again in a way that reads the file: `set -a; . ./.env; set +a` before it in a shell, `EnvironmentFile=` in a systemd unit, `env_file:` in a compose file, `--env-file` for docker run. Containers take changed variables only when they are made anew: `docker compose up -d`, not `restart`. Where the file is missing, copy the example and fill it in.
        """)
    { ByHand = ["tr '\\0' '\\n' < /proc/PID/environ | cut -d= -f1 | sort", "ps -o lstart= -p PID; stat -c %y /path/.env", "docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' NAME | cut -d= -f1"] };

    public static readonly DoctorCode OllamaHostMisread = new(
        "C302", "OLLAMA_HOST means something else than it seems", Severity.Problem, Layer.Configuration,
        """
        OLLAMA_HOST is read by the server (where to listen) and by its clients (where to call), each in its own environment. `http://HOST` without a port means port 80 and `https://HOST` port 443, not 11434. A port that is no number is dropped without an error, and 11434 taken. `0.0.0.0` tells a server to listen everywhere, but is no address to call. OLLAMA_PORT does not exist. A variable set in a shell does not reach the systemd service.
        """,
        """
        Write host and port in full: `OLLAMA_HOST=127.0.0.1:11434` for this machine alone, `OLLAMA_HOST=0.0.0.0:11434` to serve others too; for the service with `sudo systemctl edit ollama` and `Environment="OLLAMA_HOST=…"`, then `sudo systemctl restart ollama`. Give clients, Ziggie among them, a real address: `http://127.0.0.1:11434`.
        """)
    { ByHand = ["tr '\\0' '\\n' < /proc/$(pgrep -xo ollama)/environ | grep ^OLLAMA", "ss -ltnp | grep ollama", "systemctl show ollama -p Environment"] };

    public static readonly DoctorCode ForeignHostRefused = new(
        "C303", "The server answers 403 because of the host's name", Severity.Problem, Layer.Protocol,
        """
        The server looks at the Host header of requests and answers only names that it takes for its own, which keeps web pages from calling it by a trick with names (DNS rebinding). Ollama does so while it listens on a loopback address alone; so do many development servers and proxies. The same request with `Host: localhost` is answered.
        """,
        """
        Call it by a name that it knows (`localhost`, `127.0.0.1`), or let it listen beyond loopback (`OLLAMA_HOST=0.0.0.0:11434`), or let the proxy before it send `Host: localhost` (nginx: `proxy_set_header Host localhost;`). Development servers have a list: `allowedHosts`, `--host-header`.
        """)
    { ByHand = ["curl -s -o /dev/null -w '%{http_code}\\n' URL", "curl -s -o /dev/null -w '%{http_code}\\n' -H 'Host: localhost' URL"] };

    public static readonly DoctorCode ContextTooSmall = new(
        "C305", "Prompts are cut by a small context", Severity.Warning, Layer.Model,
        """
        Requests of the last 24 hours had just as many input tokens as the model's context holds: what was longer was cut from the front, silently, and the model answered without it: it forgets instructions, files and the beginning of the conversation. Ollama gives a model 4096 tokens unless it is told otherwise, whatever the model could do.
        """,
        """
        Give the model more: `OLLAMA_CONTEXT_LENGTH=16384` for the Ollama server, `PARAMETER num_ctx 16384` in a Modelfile, `options.num_ctx` in a request; `-c 16384` for llama-server (which divides it among its slots, `-np`). More context needs more memory: see that the model still fits on the card.
        """)
    { ByHand = ["curl -s URL/api/ps | jq '.models[] | {name, context_length}'", "ziggie usage --json"] };

    public static readonly DoctorCode ModelMissing = new(
        "C307", "A model that is named is not there", Severity.Problem, Layer.Model,
        """
        The settings name a model, in an alias or below a backend, that the backend does not list, though it answers: it was never pulled, is called a little differently (the tag behind the colon, letter case, a dash for an underscore), or was removed. Requests for it end with 404.
        Where an alias has another model that is there, it is a warning: the alias works, but not as it was meant.
        """,
        """
        Correct the name in the settings, or fetch the model: `ollama pull NAME` at the backend, or `ziggie models pull NAME` for Ziggie's own engine. A name without a tag means `:latest`.
        """)
    { ByHand = ["ziggie models", "curl -s URL/api/tags | jq -r '.models[].name'", "curl -s URL/models | jq -r '.data[].id'"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [VariableNotTaken, OllamaHostMisread, ForeignHostRefused, ContextTooSmall, ModelMissing];
}
