"""gunicorn reads this file in its working directory: its own lines, and its parent's, are JSON like the panel's."""

from gunicorn.glogging import Logger

from jaga.log_json import JsonLine


class JsonLogger(Logger):
    """gunicorn's own log on stderr, without addresses and without the words of exceptions."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLine())


logger_class = JsonLogger
accesslog = None  # the panel writes a line for each request, with its route instead of its address
limit_request_line = 8190  # filters stand in addresses
limit_request_fields = 100
limit_request_field_size = 8190
