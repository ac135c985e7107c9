/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef NDES_SIM_REQUEST_LOG_H
#define NDES_SIM_REQUEST_LOG_H

/* Opens FILE for appending. Returns its descriptor, -1 if file is NULL. */
int request_log_open(const char *file);

/* "METHOD URL STATUS DETAIL" in one write, before the client has the answer: who has it can read the line. */
void request_log_write(int descriptor, const char *method, const char *target, unsigned int status, const char *detail);

#endif
